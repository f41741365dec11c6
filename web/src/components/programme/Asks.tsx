import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { programmes } from '../../api/calls'
import type { Ask, Programme, Value } from '../../api/types'
import { t } from '../../i18n'
import { dateText, instantText, periodText, personName } from '../../lib/format'
import { useToast } from '../../lib/toast'
import { isKnown } from '../../lib/value'
import { Clause } from '../Clause'
import { ErrorNote } from '../Page'
import { ValueView } from '../ValueView'

/** What the text leaves open, as a form: typed, with its clause, never with a guessed default. */
export function Asks({ programme, may }: { programme: Programme; may: boolean }) {
  if (programme.asks.length === 0) return <p className="muted">{t('programme.asks.none')}</p>
  const open = programme.asks.filter((a) => !isKnown(a.answer))
  const answered = programme.asks.filter((a) => isKnown(a.answer))
  return (
    <>
      <p className="muted">{t('programme.asks.note')}</p>
      <ul className="panel asks">{[...open, ...answered].map((ask) => <AskItem key={ask.name} ask={ask} programme={programme} may={may} />)}</ul>
    </>
  )
}

/** Days and months as people write them. */
function dayWords(ask: Ask): string | undefined {
  if (typeof ask.answer !== 'string') return undefined
  return ask.type === 'date' ? dateText(ask.answer) : ask.type === 'month' ? periodText(ask.answer.slice(0, 7)) : undefined
}

function AskItem({ ask, programme, may }: { ask: Ask; programme: Programme; may: boolean }) {
  const known = isKnown(ask.answer)
  const [editing, setEditing] = useState(false)
  const title = (key: Value): string | undefined => ask.options?.find((o) => o.key === key)?.title
  return (
    <li>
      <div className="row row-between">
        <h3>{ask.title} {ask.needed_before_publication && !known && <span className="tag tag-amber">{t('programme.ask.needed')}</span>}</h3>
        {ask.clause && <Clause clause={ask.clause} clauses={programme.clauses} />}
      </div>
      {ask.note && <p className="muted">{ask.note}</p>}
      {known && !editing && (
        <p className="row">
          <b className="num"><ValueView value={ask.answer} label={title(ask.answer) ?? dayWords(ask)} as="text" /></b>
          {ask.answered && <span className="muted small">{t('programme.ask.answered', { by: personName(ask.answered.by), at: instantText(ask.answered.at) })}</span>}
          {may && <button type="button" className="link" onClick={() => { setEditing(true) }}>{t('do.edit')}</button>}
        </p>
      )}
      {!known && !may && <p><ValueView value={{ unknown: 'pending' }} as="text" /></p>}
      {may && (!known || editing) && <AskForm ask={ask} programme={programme.id} onDone={() => { setEditing(false) }} {...(editing ? { onCancel: () => { setEditing(false) } } : {})} />}
    </li>
  )
}

const INPUT: Record<string, { type: string; mode?: 'numeric' | 'decimal' }> = {
  date: { type: 'date' }, month: { type: 'month' }, whole: { type: 'text', mode: 'numeric' }, year: { type: 'text', mode: 'numeric' },
  decimal: { type: 'text', mode: 'decimal' }, percent: { type: 'text', mode: 'decimal' },
}

function AskForm({ ask, programme, onDone, onCancel }: { ask: Ask; programme: string; onDone: () => void; onCancel?: () => void }) {
  const client = useQueryClient()
  const { say } = useToast()
  const first = typeof ask.answer === 'string' ? (ask.type === 'month' ? ask.answer.slice(0, 7) : ask.answer) : typeof ask.answer === 'boolean' ? String(ask.answer) : ''
  const [text, setText] = useState(first)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const save = async (value: Value): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await programmes.answer(programme, ask.name, value)
      await client.invalidateQueries()
      say(t('saved'), () => { void programmes.answer(programme, ask.name, ask.answer).then(() => client.invalidateQueries()) })
      onDone()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (text === '') return
    // A month is named by its first day.
    void save(ask.type === 'bool' ? text === 'true' : ask.type === 'month' && /^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text)
  }
  const options = ask.type === 'bool' ? [{ key: 'true', title: t('yes') }, { key: 'false', title: t('no') }] : (ask.options ?? [])
  const input = INPUT[ask.type] ?? { type: 'text' }
  return (
    <form className="row ask-form" onSubmit={submit}>
      {options.length > 0
        ? (
          <fieldset className="field">
            <legend className="sr">{ask.title}</legend>
            <div className="ticks">
              {options.map((o) => (
                <label key={o.key} className="tick"><input type="radio" name={ask.name} checked={text === o.key} onChange={() => { setText(o.key) }} />
                  <span>{o.title}{'consequences' in o && o.consequences && o.consequences.length > 0 && <span className="muted small"> {t('programme.ask.consequence', { what: o.consequences.join('，') })}</span>}</span>
                </label>
              ))}
            </div>
          </fieldset>
        )
        : <input className="input w-auto" type={input.type} inputMode={input.mode} aria-label={ask.title} value={text} onChange={(e) => { setText(e.target.value) }} />}
      <button type="submit" className="btn" disabled={busy || text === ''}>{busy ? t('working') : t('programme.ask.save')}</button>
      {onCancel && <button type="button" className="btn" disabled={busy} onClick={() => void save(null)}>{t('programme.ask.clear')}</button>}
      {onCancel && <button type="button" className="link" onClick={onCancel}>{t('do.cancel')}</button>}
      {error !== null && <ErrorNote error={error} />}
    </form>
  )
}
