import { expect, test } from 'vitest'
import { targetOf } from './links'

test.each([
  ['/api/programmes/p/registers/r/records?unit=51&period=2026-10', { page: '/programmes/p/registers/r?unit=51&period=2026-10' }],
  ['/api/records/0197', { page: '/records/0197' }],
  ['/programmes/p/board?unit=51', { page: '/programmes/p/board?unit=51' }],
  ['/api/programmes/p/explain?kind=target&name=t', { explain: '/api/programmes/p/explain?kind=target&name=t' }],
])('%s', (link, target) => {
  expect(targetOf(link)).toEqual(target)
})
