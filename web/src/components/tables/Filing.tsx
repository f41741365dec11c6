import type { Coverage, ReturnTable } from '../../api/types'
import { t } from '../../i18n'

/** How a unit stands with a return, in a word. */
export function FilingTag({ state, daysLate, zero = false }: { state: ReturnTable['state']; daysLate: number | null | undefined; zero?: boolean }) {
  if (state === 'late_met') return <span className="tag tag-amber">{t('return.state.late', { n: daysLate ?? 0 })}</span>
  if (zero || state === 'zero') return <span className="tag">{t('return.state.zero')}</span>
  if (state === 'met') return <span className="tag">{t('return.state.filed')}</span>
  if (state === 'overdue') return <span className="tag tag-red">{daysLate ? t('return.state.overdue', { n: daysLate }) : t('return.state.missing')}</span>
  if (state === 'no_report' || state === 'unmet') return <span className="tag tag-red">{t('return.state.missing')}</span>
  return <span className="tag">{t('return.state.open')}</span>
}

/** "17 of 18 reported, 1 of them zero; missing: …". */
export function Covered({ coverage }: { coverage: Coverage }) {
  const short = coverage.missing.length > 0
  return (
    <span className={short ? 'amber' : ''}>
      <span className="num">{t('return.coverage', { reported: coverage.filed, expected: coverage.expected })}</span>
      {coverage.zero > 0 && <span className="num">（{t('return.coverage.zero', { zero: coverage.zero })}）</span>}
      {short && <span>，{t('board.missing', { names: coverage.missing.map((m) => m.name).join('、') })}</span>}
    </span>
  )
}
