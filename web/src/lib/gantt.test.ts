import { expect, test } from 'vitest'
import type { DutyItem } from '../api/types'
import { lanesOf, placeOf } from './gantt'

const duty = (over: Partial<DutyItem>): DutyItem => ({
  programme: 'p', programme_title: '', kind: 'duty', name: 'tour', title: '巡讲', unit: { code: '1', name: '一县', level: '县' }, period: null, period_title: null, due: null,
  state: 'open', days_late: null, done_at: null, record: null, record_title: null, form: null, clause: null, zero_report: false, to: null, progress: null, missed: [],
  light: { colour: 'grey', why: '' }, ...over,
})

test('each period of a duty is a bar of its lane, from its begin to its due day', () => {
  const lanes = lanesOf([duty({ period: '2026-10', due: '2026-11-05' }), duty({ period: '2026-09', due: '2026-10-05' }), duty({ name: 'plan', title: '方案', due: '2026-08-15' })], '2026-07-01')
  expect(lanes.map((l) => [l.title, l.bars.map((b) => [b.from, b.to])])).toEqual([
    ['方案', [['2026-07-01', '2026-08-15']]],
    ['巡讲', [['2026-09-01', '2026-10-05'], ['2026-10-01', '2026-11-05']]],
  ])
})

test('what has no day has no bar', () => {
  const [lane] = lanesOf([duty({ due: { unknown: 'pending', why: '文中没有日期' } })], '2026-07-01')
  expect([lane?.bars.length, lane?.pending.length]).toEqual([0, 1])
})

test('bars are cut at the edges of what is shown', () => {
  expect(placeOf({ from: '2026-01-01', to: '2026-01-10' }, '2026-01-01', '2026-01-20')).toEqual({ left: 0, width: 50 })
  expect(placeOf({ from: '2025-12-01', to: '2026-01-10' }, '2026-01-01', '2026-01-20')).toEqual({ left: 0, width: 50 })
  expect(placeOf({ from: '2026-01-20', to: '2026-02-20' }, '2026-01-01', '2026-01-20')).toEqual({ left: 95, width: 5 })
  expect(placeOf({ from: '2026-02-01', to: '2026-02-20' }, '2026-01-01', '2026-01-20')).toBeNull()
})
