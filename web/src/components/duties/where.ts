import type { DutyItem } from '../../api/types'
import { t } from '../../i18n'
import { query } from '../../lib/format'

/** The page of a duty: its sentence, conditions, records and clock. Returns and targets have pages of their own kind. */
export function dutyPage(duty: DutyItem): string | null {
  if (duty.kind !== 'duty' && duty.kind !== 'record') return null
  return `/programmes/${duty.programme}/duties/${duty.name}${query({ unit: duty.unit.code, period: duty.period, record: duty.record })}`
}

/** Where a duty is done, and the words of its button. */
export function whereTo(duty: DutyItem): { to: string; label: string } {
  const p = `/programmes/${duty.programme}`
  if (duty.record) return { to: `/records/${duty.record}`, label: t('duties.do.record') }
  if (duty.kind === 'return') {
    return { to: `${p}/returns/${duty.name}${query({ unit: duty.unit.code, period: duty.period })}`, label: t('duties.do.return') }
  }
  if (duty.form) return { to: `${p}/registers/${duty.form}/new`, label: t('duties.do.form') }
  if (duty.kind === 'target') return { to: `${p}/board${query({ unit: duty.unit.code })}`, label: t('duties.do.open') }
  return { to: dutyPage(duty) ?? p, label: t('duties.do.open') }
}
