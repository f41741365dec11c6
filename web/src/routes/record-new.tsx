import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState, type FormEvent } from 'react'
import { Link, useParams } from 'react-router'
import { records } from '../api/calls'
import type { FormSchema, Value } from '../api/types'
import { FieldInput, isTyped } from '../components/FieldInput'
import { Empty, ErrorNote, PageHead } from '../components/Page'
import { t } from '../i18n'
import { draftKey } from '../lib/draft'
import { fieldErrors } from '../lib/errors'
import { readKept, writeKept } from '../lib/kept'
import { submitOrKeep } from '../lib/outbox'
import { registerOf, useProgramme } from '../lib/programme'
import { useMe } from '../lib/session'
import { newId } from '../lib/uuid'
import '../styles/form.css'

interface FormDraft { id: string; state?: string; fields: Record<string, Value>; labels?: Record<string, string> }

/** Enters a record: works at 390 px, keeps what was typed through anything, sends later without network. */
export function RecordNew() {
  const programme = useProgramme()
  const { r = '' } = useParams()
  const register = registerOf(programme, r)
  if (!register) return <Empty>{t('notfound')}</Empty>
  if (!register.may_write) return <Empty>{t('form.maywrite')}</Empty>
  return <Form key={register.name} programme={programme.id} register={register} title={programme.title} />
}

function begin(register: FormSchema, unit: { code: string; name: string }): FormDraft {
  const fields: Record<string, Value> = {}
  const labels: Record<string, string> = {}
  for (const field of register.fields) if (isTyped(field)) fields[field.name] = null
  fields[register.unit_field] = unit.code
  labels[register.unit_field] = unit.name
  for (const preset of register.presets ?? []) {
    const field = register.fields.find((f) => f.name === preset.field)
    if (field) fields[preset.field] = field.type === 'choices' ? preset.values : (preset.values[0] ?? null)
  }
  const [state] = register.begin
  return { id: newId(), fields, labels, ...(state ? { state } : {}) }
}

/** What the programme offers for this unit, where nothing has been filled in yet. */
function preset(draft: FormDraft, form: FormSchema): FormDraft {
  const fields = { ...draft.fields }
  for (const offer of form.presets ?? []) {
    const filled = fields[offer.field]
    const field = form.fields.find((f) => f.name === offer.field)
    if (!field || !(filled === null || filled === undefined || filled === '' || (Array.isArray(filled) && filled.length === 0))) continue
    fields[offer.field] = field.type === 'choices' ? offer.values : (offer.values[0] ?? null)
  }
  return { ...draft, fields }
}

function Form({ programme, register, title }: { programme: string; register: FormSchema; title: string }) {
  const me = useMe()
  const client = useQueryClient()
  const key = draftKey(me.user.login, programme, register.name)
  const kept = useMemo(() => readKept<FormDraft>(key), [key])
  const [draft, setDraft] = useState<FormDraft>(() => kept ?? begin(register, me.unit))
  const [found, setFound] = useState(kept !== null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [done, setDone] = useState<{ id: string; how: 'sent' | 'kept' } | null>(null)
  const errors = fieldErrors(error)
  const wrong = Object.keys(errors).filter((name) => register.fields.some((f) => f.name === name && isTyped(f)))

  useEffect(() => {
    const first = wrong[0]
    if (first) document.getElementById(`f-${first}`)?.scrollIntoView({ block: 'center' })
    // Only when a new answer has come, not with every key typed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [error])

  const unit = draft.fields[register.unit_field]
  useEffect(() => {
    if (typeof unit !== 'string' || unit === '' || unit === me.unit.code) return
    let stale = false
    // Without the network the form is filled without offers.
    records.form(programme, register.name, unit).then((form) => { if (!stale) setDraft((d) => preset(d, form)) }, () => undefined)
    return () => { stale = true }
  }, [unit, programme, register.name, me.unit.code])

  const change = (next: FormDraft): void => {
    setDraft(next)
    writeKept(key, next)
  }
  const restart = (): void => {
    writeKept(key, null)
    setDraft(begin(register, me.unit))
    setFound(false)
    setError(null)
    setDone(null)
  }
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    const body = { id: draft.id, fields: draft.fields, ...(draft.state ? { state: draft.state } : {}) }
    try {
      const how = await submitOrKeep({ id: draft.id, user: me.user.login, programme, register: register.name, title: register.title, body, kept_at: new Date().toISOString() })
      writeKept(key, null)
      setDone({ id: draft.id, how })
      if (how === 'sent') void client.invalidateQueries()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const crumbs = [{ title: register.title, to: `/programmes/${programme}/registers/${register.name}` }]
  const head = <PageHead title={t('form.title', { title: register.title })} crumbs={crumbs} answer={title} />
  if (done) {
    return (
      <>
        {head}
        <div className={done.how === 'sent' ? 'note note-accent' : 'note note-amber'} role="status"><p>{done.how === 'sent' ? t('form.sent') : t('form.kept')}</p></div>
        <p className="row form-actions">
          <button type="button" className="btn btn-main" onClick={restart}>{t('form.again')}</button>
          {done.how === 'sent' ? <Link className="btn" to={`/records/${done.id}`}>{t('form.open')}</Link> : <Link className="btn" to="/outbox">{t('outbox.title')}</Link>}
          <Link className="btn" to="/duties">{t('nav.duties')}</Link>
        </p>
      </>
    )
  }
  // What the chosen state asks for is marked like a required field; the server alone refuses.
  const asksFor = new Set(register.states.find((s) => s.name === draft.state)?.asks_for ?? [])
  const states = register.states.filter((s) => register.begin.includes(s.name))
  return (
    <>
      {head}
      <form className="form panel" noValidate onSubmit={(e) => void submit(e)}>
        {found && <p className="note">{t('form.draft.found')} <button type="button" className="link" onClick={restart}>{t('form.draft.drop')}</button></p>}
        {error !== null && (wrong.length > 0 ? <p className="note note-red" role="alert">{t('error.fields', { n: wrong.length })}{errors[''] ? `：${errors['']}` : ''}</p> : <ErrorNote error={error} />)}
        {states.length > 1 && (
          <fieldset className="field">
            <legend>{t('form.submit.as')}</legend>
            <div className="ticks">
              {states.map((s) => <label key={s.name} className="tick"><input type="radio" name="state" checked={draft.state === s.name} onChange={() => { change({ ...draft, state: s.name }) }} />{s.title}</label>)}
            </div>
          </fieldset>
        )}
        {register.fields.filter(isTyped).map((field) => (
          <FieldInput
            key={field.name} field={asksFor.has(field.name) ? { ...field, required: true } : field} programme={programme} value={draft.fields[field.name] ?? null} label={draft.labels?.[field.name]} wrong={errors[field.name]}
            onChange={(value, label) => { change({ ...draft, fields: { ...draft.fields, [field.name]: value }, labels: label ? { ...draft.labels, [field.name]: label } : (draft.labels ?? {}) }) }}
          />
        ))}
        <div className="form-foot">
          <button type="submit" className="btn btn-main" disabled={busy}>{busy ? t('working') : t('form.submit')}</button>
          <span className="muted small">{t('form.draft')}</span>
        </div>
      </form>
    </>
  )
}
