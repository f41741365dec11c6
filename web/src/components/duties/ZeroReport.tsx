import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { duties as calls } from '../../api/calls'
import type { DutyItem } from '../../api/types'
import { t } from '../../i18n'
import { useToast } from '../../lib/toast'
import { Confirm } from '../Dialog'
import { ErrorNote } from '../Page'

/** "Nothing happened" is a report, and not the same as no report. */
export function ZeroReport({ duty, onClose }: { duty: DutyItem; onClose: () => void }) {
  const client = useQueryClient()
  const { say } = useToast()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const go = async (): Promise<void> => {
    setBusy(true)
    try {
      await calls.zero(duty.programme, duty.name, duty.unit.code, duty.period ?? 'once')
      say(t('duties.zero.done'))
      await client.invalidateQueries({ queryKey: ['duties'] })
      onClose()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <Confirm title={t('duties.zero')} say={t('duties.zero.sure', { unit: duty.unit.name, period: duty.period_title ?? '' })} go={t('duties.zero')} busy={busy} onGo={() => void go()} onClose={onClose}>
      {error !== null && <ErrorNote error={error} />}
    </Confirm>
  )
}
