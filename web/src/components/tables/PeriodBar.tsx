import { t } from '../../i18n'
import { monthShift, periodText } from '../../lib/format'
import { Icon } from '../Icon'

/** Steps through months; other periods are chosen by the links that lead here. */
export function PeriodBar({ period, onChange }: { period: string; onChange: (period: string) => void }) {
  const month = /^\d{4}-\d{2}$/.test(period)
  if (!month) return <span>{periodText(period)}</span>
  return (
    <span className="period-bar">
      <button type="button" className="btn btn-icon" aria-label={periodText(monthShift(period, -1))} onClick={() => { onChange(monthShift(period, -1)) }}><Icon name="left" /></button>
      <input type="month" className="input w-auto" aria-label={t('month')} value={period} onChange={(e) => { if (e.target.value) onChange(e.target.value) }} />
      <button type="button" className="btn btn-icon" aria-label={periodText(monthShift(period, 1))} onClick={() => { onChange(monthShift(period, 1)) }}><Icon name="right" /></button>
    </span>
  )
}
