import type { Dictionary } from '..'
import { admin } from './admin'
import { common } from './common'
import { plans } from './plans'
import { review } from './review'
import { screens } from './screens'
import { work } from './work'

export const en: Dictionary = { ...common, ...work, ...plans, ...review, ...admin, ...screens }
