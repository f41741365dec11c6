import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { records } from '../../api/calls'
import { Problem } from '../../api/client'
import type { FormSchema, RecordItem, Value } from '../../api/types'
import { t } from '../../i18n'
import { fieldErrors } from '../../lib/errors'
import { dropFiles, sendFiles } from '../../lib/kept-files'
import { useKept } from '../../lib/kept'
import { useToast } from '../../lib/toast'
import { Dialog } from '../Dialog'
import { FieldInput, isTyped } from '../FieldInput'
import { ErrorNote } from '../Page'
import '../../styles/form.css'

interface Props { record: RecordItem; register: FormSchema; onClose: () => void; onConflict: () => void }

function same(a: Value | undefined, b: Value | undefined): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}

/** A correction: only what was changed goes to the server, with its reason; the earlier version stays. */
export function CorrectDialog({ record, register, onClose, onConflict }: Props) {
  const client = useQueryClient()
  const { say } = useToast()
  const [kept, setKept] = useKept<{ fields: Record<string, Value>; labels: Record<string, string>; reason: string } | null>(`correct.${record.id}`, null)
  const fields = { ...record.fields, ...kept?.fields }
  const reason = kept?.reason ?? ''
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const changed = Object.fromEntries(Object.entries(kept?.fields ?? {}).filter(([name, value]) => !same(value, record.fields[name])))
  const errors = fieldErrors(error)
  const set = (next: Partial<{ fields: Record<string, Value>; labels: Record<string, string>; reason: string }>): void => {
    setKept({ fields: kept?.fields ?? {}, labels: kept?.labels ?? {}, reason, ...next })
  }
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await records.correct(record.id, record.version, await sendFiles(changed), reason.trim())
      await dropFiles(changed)
      setKept(null)
      say(t('record.corrected'))
      await client.invalidateQueries()
      onClose()
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 409) onConflict()
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const named = register.fields.filter((f) => isTyped(f))
  const shownBeside = new Set(named.map((f) => f.name))
  const loose = Object.keys(errors).some((name) => !shownBeside.has(name) && name !== 'reason') || Object.keys(errors).length === 0
  return (
    <Dialog wide title={t('record.correct')} onClose={onClose}>
      <form className="form-plain stack" noValidate onSubmit={(e) => void submit(e)}>
        <p className="muted">{t('record.correct.note')}</p>
        {error !== null && (loose ? <ErrorNote error={error} /> : <p className="note note-red" role="alert">{t('error.fields', { n: Object.keys(errors).length })}</p>)}
        {named.map((field) => (
          <FieldInput
            key={field.name} field={field} programme={record.programme} value={fields[field.name] ?? null} label={kept?.labels[field.name] ?? record.labels[field.name]} wrong={errors[field.name]}
            onChange={(value, label) => { set({ fields: { ...kept?.fields, [field.name]: value }, labels: label ? { ...kept?.labels, [field.name]: label } : (kept?.labels ?? {}) }) }}
          />
        ))}
        <div className="field">
          <label htmlFor="reason">{t('record.correct.reason')}</label>
          <input id="reason" className="input" required value={reason} aria-invalid={errors.reason ? true : undefined} onChange={(e) => { set({ reason: e.target.value }) }} />
          {errors.reason && <p className="wrong">{errors.reason}</p>}
        </div>
        <div className="row">
          <button type="submit" className="btn btn-main" disabled={busy || Object.keys(changed).length === 0 || reason.trim() === ''}>{busy ? t('working') : t('record.correct')}</button>
          <button type="button" className="btn" onClick={() => { setKept(null); onClose() }}>{t('do.cancel')}</button>
          {Object.keys(changed).length === 0 && <span className="muted small">{t('record.correct.none')}</span>}
        </div>
      </form>
    </Dialog>
  )
}
