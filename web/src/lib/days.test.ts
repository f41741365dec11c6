import { expect, test } from 'vitest'
import { addDays, addMonths, beginOf, daysBetween, lastOfMonth, monday, monthsBetween, weeksOf } from './days'

test('days go over the ends of months and years, and 29 February is there only when it is', () => {
  expect([addDays('2026-12-31', 1), addDays('2028-02-28', 1), addDays('2026-02-28', 1), addDays('2026-03-01', -1)]).toEqual(['2027-01-01', '2028-02-29', '2026-03-01', '2026-02-28'])
  expect([daysBetween('2026-11-24', '2026-12-05'), daysBetween('2026-12-05', '2026-11-24')]).toEqual([11, -11])
  expect([addMonths('2026-11-24', 2), addMonths('2026-01-31', -1), lastOfMonth('2028-02-10')]).toEqual(['2027-01-01', '2025-12-01', '2028-02-29'])
})

test('a week begins on Monday; a month shows the whole weeks that it touches', () => {
  expect(monday('2026-11-24')).toBe('2026-11-23')
  expect(monday('2026-11-29')).toBe('2026-11-23')
  const weeks = weeksOf('2026-11-24')
  expect([weeks[0]?.[0], weeks.at(-1)?.[6], weeks.length]).toEqual(['2026-10-26', '2026-12-06', 6])
  expect(weeksOf('2027-02-01').length).toBe(4)
})

test('periods begin where they do; the whole run has no day', () => {
  expect(['2026-09', '2026-Q3', '2026-H2', '2026', '2026-09-05', 'once', '2026-Q3/2'].map(beginOf)).toEqual(['2026-09-01', '2026-07-01', '2026-07-01', '2026-01-01', '2026-09-05', null, null])
})

test('months between two days, both included, and no more than asked for', () => {
  expect(monthsBetween('2026-11-24', '2027-01-02', 24)).toEqual(['2026-11', '2026-12', '2027-01'])
  expect(monthsBetween('2020-01-01', '2027-01-02', 3)).toEqual(['2020-01', '2020-02', '2020-03'])
})
