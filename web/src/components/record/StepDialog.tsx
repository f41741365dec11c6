import { useState, type FormEvent } from 'react'
import { records } from '../../api/calls'
import { Problem } from '../../api/client'
import type { Fields, NextState, RecordItem } from '../../api/types'
import { t } from '../../i18n'
import { fieldErrors } from '../../lib/errors'
import { dropFiles, sendFiles } from '../../lib/kept-files'
import { useKept } from '../../lib/kept'
import { Dialog } from '../Dialog'
import { FieldInput } from '../FieldInput'
import { ErrorNote } from '../Page'
import '../../styles/form.css'

interface Props { record: RecordItem; step: NextState; onDone: () => void; onClose: () => void; onConflict: () => void }
interface Typed { fields: Fields; labels: Record<string, string> }

/** A step that lacks fields asks for just these; one that ends the record asks whether it is meant. */
export function StepDialog({ record, step, onDone, onClose, onConflict }: Props) {
  const [kept, setKept] = useKept<Typed>(`step.${record.id}.${step.name}`, { fields: {}, labels: {} })
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const errors = fieldErrors(error)
  const asked = new Set(step.fields.map((f) => f.name))
  const loose = step.missing.filter((m) => !m.field || !asked.has(m.field))
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const fields = await sendFiles(kept.fields)
      await records.move(record.id, step.name, { seen: record.version, ...(step.fields.length > 0 ? { fields } : {}), ...(reason.trim() ? { reason: reason.trim() } : {}) })
      await dropFiles(kept.fields)
      setKept({ fields: {}, labels: {} })
      onDone()
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 409) onConflict()
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <Dialog title={t('record.step', { state: step.title })} onClose={onClose}>
      <form className="form-plain stack" noValidate onSubmit={(e) => void submit(e)}>
        <p className="muted">{step.fields.length > 0 ? t('record.step.fields') : t('record.step.sure', { state: step.title })}</p>
        {loose.length > 0 && <p className="amber">{t('record.missing', { what: loose.map((m) => m.say).join('；') })}</p>}
        {error !== null && (Object.keys(errors).some((name) => !asked.has(name)) || Object.keys(errors).length === 0) && <ErrorNote error={error} />}
        {step.fields.map((field) => (
          <FieldInput
            key={field.name} field={{ ...field, required: true }} programme={record.programme} value={kept.fields[field.name] ?? record.fields[field.name] ?? null}
            label={kept.labels[field.name] ?? record.labels[field.name]} wrong={errors[field.name] ?? step.missing.find((m) => m.field === field.name)?.say}
            onChange={(value, label) => { setKept({ fields: { ...kept.fields, [field.name]: value }, labels: label ? { ...kept.labels, [field.name]: label } : kept.labels }) }}
          />
        ))}
        <div className="field">
          <label htmlFor="step-reason">{t('record.step.reason')}<span className="muted optional">{t('optional')}</span></label>
          <input id="step-reason" className="input" value={reason} onChange={(e) => { setReason(e.target.value) }} />
        </div>
        <div className="row">
          <button type="submit" className="btn btn-main" disabled={busy}>{busy ? t('working') : t('record.step.go', { state: step.title })}</button>
          <button type="button" className="btn" onClick={onClose}>{t('do.back')}</button>
        </div>
      </form>
    </Dialog>
  )
}
