import { admin } from './admin'
import { common } from './common'
import { plans } from './plans'
import { work } from './work'

export const zh = { ...common, ...work, ...plans, ...admin }
