import { expect, test } from 'vitest'
import { dateText, instantText, periodText } from './format'

test('dates in text carry their weekday', () => {
  expect(dateText('2026-03-05')).toBe('2026年3月5日(周四)')
  expect(dateText('2013-10-05')).toBe('2013年10月5日(周六)')
})

test('instants are shown in Beijing time', () => {
  expect(instantText('2013-10-05T15:59:59Z')).toBe('2013-10-05 23:59')
  expect(instantText('2013-10-05T16:00:00Z')).toBe('2013-10-06 00:00')
})

test('periods read as people say them', () => {
  expect(['2013-09', '2013-Q3', '2013-H2', '2013', 'once'].map(periodText)).toEqual(['2013年9月', '2013年第3季度', '2013年下半年', '2013年', '全程'])
})
