import type { PeriodRef } from '../../api/types'
import { t } from '../../i18n'
import { periodText } from '../../lib/format'
import { Icon } from '../Icon'

/** Chooses among the periods that have begun (newest first); the arrows step by one. */
export function PeriodBar({ period, periods, onChange }: { period: string; periods: PeriodRef[]; onChange: (period: string) => void }) {
  const at = periods.findIndex((p) => p.period === period)
  const earlier = at < 0 ? undefined : periods[at + 1]
  const later = at < 0 ? undefined : periods[at - 1]
  const step = (to: PeriodRef | undefined, icon: 'left' | 'right', label: string) => (
    <button type="button" className="btn btn-icon" disabled={!to} aria-label={to ? to.title : label} onClick={() => { if (to) onChange(to.period) }}><Icon name={icon} /></button>
  )
  return (
    <span className="period-bar">
      {step(earlier, 'left', t('do.previous'))}
      <select className="select w-auto" aria-label={t('period')} value={period} onChange={(e) => { onChange(e.target.value) }}>
        {at < 0 && <option value={period}>{periodText(period)}</option>}
        {periods.map((p) => <option key={p.period} value={p.period}>{periodText(p.period)}</option>)}
      </select>
      {step(later, 'right', t('do.next'))}
    </span>
  )
}
