// How something owed stands, as a cell of a matrix: one short word each, never the colour alone.
import type { DutyItem } from '../../api/types'
import { t, tOr, type Key } from '../../i18n'
import { dateText } from '../../lib/format'
import type { GridCell, Look } from './Grid'

const LOOKS: Record<DutyItem['state'], { look: Look; short: Key }> = {
  met: { look: 'done', short: 'matrix.short.met' },
  late_met: { look: 'late-done', short: 'matrix.short.late_met' },
  zero: { look: 'done', short: 'matrix.short.zero' },
  open: { look: 'open', short: 'matrix.short.open' },
  pending: { look: 'unknown', short: 'matrix.short.pending' },
  overdue: { look: 'late', short: 'matrix.short.overdue' },
  unmet: { look: 'late', short: 'matrix.short.unmet' },
  no_report: { look: 'late', short: 'matrix.short.no_report' },
}

export function standing(state: DutyItem['state'], daysLate: number | null, due?: unknown, shorts: Partial<Record<DutyItem['state'], Key>> = {}): Pick<GridCell, 'text' | 'look' | 'words'> {
  const { look } = LOOKS[state]
  const short = shorts[state] ?? LOOKS[state].short
  const late = daysLate !== null && daysLate > 0 ? String(daysLate) : ''
  const words = [tOr(`duty.state.${state}`, state), late === '' ? '' : t('duties.late', { n: late }), typeof due === 'string' ? t('duties.due', { date: dateText(due) }) : '']
  return { text: t(short, { n: late }), look, words: words.filter(Boolean).join(' · ') }
}

/** The worst of several in one cell: what needs somebody first. */
const ORDER: Look[] = ['late', 'open', 'unknown', 'late-done', 'done', 'plain', 'none']
export function worst<T extends { look: Look }>(cells: T[]): T | undefined {
  return [...cells].sort((a, b) => ORDER.indexOf(a.look) - ORDER.indexOf(b.look))[0]
}
