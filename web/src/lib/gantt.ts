// A chart of phases: where a bar begins and ends between the first and the last day shown.
import type { DutyItem } from '../api/types'
import { beginOf, daysBetween } from './days'

export interface Bar { duty: DutyItem; from: string; to: string }
export interface Lane { key: string; title: string; kind: DutyItem['kind']; bars: Bar[]; /** Without a day: no bar, only words. */ pending: DutyItem[] }

/** One lane for each duty; a bar for each of its periods, from the period's begin to the due day. */
export function lanesOf(duties: DutyItem[], begin: string | null): Lane[] {
  const lanes = new Map<string, Lane>()
  for (const duty of duties) {
    const key = [duty.programme, duty.kind, duty.name, duty.record ?? ''].join('/')
    const lane = lanes.get(key) ?? { key, title: duty.record_title ? `${duty.title}：${duty.record_title}` : duty.title, kind: duty.kind, bars: [], pending: [] }
    lanes.set(key, lane)
    if (typeof duty.due !== 'string') lane.pending.push(duty)
    else {
      const from = (duty.period === null ? null : beginOf(duty.period)) ?? begin ?? duty.due
      lane.bars.push({ duty, from: from < duty.due ? from : duty.due, to: duty.due })
    }
  }
  const firstDay = (lane: Lane): string => lane.bars.map((b) => b.from).sort()[0] ?? '9999'
  return [...lanes.values()]
    .map((lane) => ({ ...lane, bars: lane.bars.sort((a, b) => a.to.localeCompare(b.to)) }))
    .sort((a, b) => firstDay(a).localeCompare(firstDay(b)) || a.title.localeCompare(b.title, 'zh-CN'))
}

/** Left edge and width in parts of a hundred of the span shown; `null` when nothing of it is in sight. */
export function placeOf(bar: { from: string; to: string }, from: string, to: string): { left: number; width: number } | null {
  if (bar.to < from || bar.from > to) return null
  const all = daysBetween(from, to) + 1
  const begin = Math.max(0, daysBetween(from, bar.from))
  const end = Math.min(all, daysBetween(from, bar.to) + 1)
  return { left: (begin / all) * 100, width: ((end - begin) / all) * 100 }
}
