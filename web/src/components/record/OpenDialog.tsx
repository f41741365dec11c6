import { useState, type FormEvent } from 'react'
import { records } from '../../api/calls'
import { t } from '../../i18n'
import { fieldErrors } from '../../lib/errors'
import { Dialog } from '../Dialog'
import { ErrorNote } from '../Page'

export type Opened = Awaited<ReturnType<typeof records.open>>

/** Masked fields open for a reason, and the record says who opened them. */
export function OpenDialog({ record, onOpened, onClose }: { record: string; onOpened: (opened: Opened) => void; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const wrong = fieldErrors(error).reason
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      onOpened(await records.open(record, reason.trim()))
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <Dialog title={t('record.open')} onClose={onClose}>
      <form className="stack" noValidate onSubmit={(e) => void submit(e)}>
        <p className="muted">{t('record.open.note')}</p>
        {error !== null && wrong === undefined && <ErrorNote error={error} />}
        <div className="field">
          <label htmlFor="open-reason">{t('record.open.reason')}</label>
          <input id="open-reason" className="input" value={reason} aria-invalid={wrong ? true : undefined} aria-describedby={wrong ? 'open-reason-wrong' : undefined} onChange={(e) => { setReason(e.target.value) }} />
          {wrong && <p className="wrong" id="open-reason-wrong">{wrong}</p>}
        </div>
        <div className="row">
          <button type="submit" className="btn btn-main" disabled={busy || reason.trim() === ''}>{busy ? t('working') : t('record.open')}</button>
          <button type="button" className="btn" onClick={onClose}>{t('do.cancel')}</button>
        </div>
      </form>
    </Dialog>
  )
}
