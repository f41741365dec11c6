// Duties by the day on which they are due.
import type { DutyGroup, DutyItem, DutyList } from '../../api/types'
import { addDays } from '../../lib/days'

export const GROUPS: DutyGroup[] = ['overdue', 'today_due', 'this_week', 'later', 'pending', 'missed', 'done']

export interface Dated { duty: DutyItem; group: DutyGroup }

/** All of a list, with the group in which the server has it. */
export function allOf(list: DutyList, programme = ''): Dated[] {
  return GROUPS.flatMap((group) => list[group].filter((d) => programme === '' || d.programme === programme).map((duty) => ({ duty, group })))
}

export function byDay(items: Dated[]): Map<string, Dated[]> {
  const days = new Map<string, Dated[]>()
  for (const item of items) {
    if (typeof item.duty.due !== 'string') continue
    days.set(item.duty.due, [...(days.get(item.duty.due) ?? []), item])
  }
  return days
}

/** A table of a month may be due weeks later, one of a year a season later: periods are asked for from before the days shown. */
const BEFORE_DAYS = 400

export function asked(from: string, to: string): { from: string; to: string } {
  return { from: addDays(from, -BEFORE_DAYS), to }
}

export function keyOf({ duty }: Dated): string {
  return [duty.programme, duty.kind, duty.name, duty.unit.code, duty.period ?? '', duty.record ?? ''].join('/')
}
