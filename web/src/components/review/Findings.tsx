import { useState, type FormEvent } from 'react'
import type { PlanFinding } from '../../api/types'
import { t, tOr } from '../../i18n'
import { instantText, personName } from '../../lib/format'
import { ErrorNote } from '../Page'
import { ValueView } from '../ValueView'

export interface Answered { choice: string; value?: string; note?: string }
interface Props {
  findings: PlanFinding[]
  current: string | null
  onPick: (id: string) => void
  onDecide: (id: string, answer: Answered) => Promise<void>
}

/** Findings as questions: what is wrong, the arithmetic, choices; a decision keeps who, when and both values. */
export function Findings({ findings, current, onPick, onDecide }: Props) {
  return (
    <ul className="findings">
      {findings.map((f) => (
        <li key={f.id} className={f.id === current ? 'finding finding-now' : 'finding'}>
          <button type="button" className="finding-say" onClick={() => { onPick(f.id) }}>
            <span className={f.severity === 'finding' ? 'tag tag-red' : 'tag'}>{tOr(`review.severity.${f.severity}`, f.severity)}</span>
            <span className="grow">{f.say}</span>
            <span className="muted small num nowrap">{f.lines.join('、')}</span>
          </button>
          {f.arithmetic && <p className="arithmetic num">{f.arithmetic.parts} = {f.arithmetic.computed}；{t('review.printed', { printed: f.arithmetic.printed, difference: f.arithmetic.difference })}</p>}
          <Decision finding={f} onDecide={onDecide} />
        </li>
      ))}
    </ul>
  )
}

function Decision({ finding, onDecide }: { finding: PlanFinding; onDecide: Props['onDecide'] }) {
  const [changing, setChanging] = useState(false)
  const decision = finding.decision
  const titleOf = (key: string): string => finding.choices.find((c) => c.key === key)?.title ?? tOr(`review.choice.${key}`, key)
  if (decision && !changing) {
    return (
      <div className="decided">
        <Decided decision={decision} choice={titleOf(decision.choice)} />
        <button type="button" className="link" onClick={() => { setChanging(true) }}>{t('review.change')}</button>
        <Earlier decisions={finding.history.slice(0, -1)} titleOf={titleOf} />
      </div>
    )
  }
  if (finding.choices.length === 0) return null
  return <Choices finding={finding} onDecide={async (answer) => { await onDecide(finding.id, answer); setChanging(false) }} onCancel={changing ? () => { setChanging(false) } : undefined} />
}

type DecisionMade = PlanFinding['history'][number]

function Decided({ decision, choice }: { decision: DecisionMade; choice: string }) {
  return (
    <>
      <p className="green">{t('review.decided', { by: personName(decision.by), at: instantText(decision.at), choice })}</p>
      {decision.value !== null && <p className="num"><ValueView value={decision.before} /> → <ValueView value={decision.value} /></p>}
      {decision.note && <p className="muted">{decision.note}</p>}
    </>
  )
}

/** What was decided before and no longer holds, the latest first. */
function Earlier({ decisions, titleOf }: { decisions: DecisionMade[]; titleOf: (key: string) => string }) {
  if (decisions.length === 0) return null
  return (
    <details className="small muted">
      <summary>{t('review.earlier', { n: decisions.length })}</summary>
      <ol className="lines">{[...decisions].reverse().map((d) => <li key={d.at}><Decided decision={d} choice={titleOf(d.choice)} /></li>)}</ol>
    </details>
  )
}

function Choices({ finding, onDecide, onCancel }: { finding: PlanFinding; onDecide: (answer: Answered) => Promise<void>; onCancel: (() => void) | undefined }) {
  const [choice, setChoice] = useState('')
  const [value, setValue] = useState('')
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const chosen = finding.choices.find((c) => c.key === choice)
  // A choice that names a value but leaves it open asks for one.
  const asksValue = chosen !== undefined && 'value' in chosen && (chosen.value === null || chosen.value === undefined) && finding.choices.some((c) => c.value !== null && c.value !== undefined)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (!chosen) return
    setBusy(true)
    setError(null)
    try {
      const given = asksValue ? value.trim() : chosen.value
      await onDecide({ choice, ...(given !== null && given !== undefined && given !== '' ? { value: given } : {}), ...(note.trim() ? { note: note.trim() } : {}) })
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="choices" onSubmit={(e) => void submit(e)}>
      <fieldset className="field">
        <legend className="sr">{t('review.choose')}</legend>
        {finding.choices.map((c) => (
          <label key={c.key} className="tick"><input type="radio" name={finding.id} checked={choice === c.key} onChange={() => { setChoice(c.key) }} />{c.title}</label>
        ))}
      </fieldset>
      {asksValue && <input className="input input-sm w-auto" aria-label={t('review.choose.value')} placeholder={t('review.choose.value')} inputMode="decimal" required value={value} onChange={(e) => { setValue(e.target.value) }} />}
      {chosen && (
        <div className="row">
          <input className="input input-sm grow" aria-label={t('review.decision.note')} placeholder={t('review.decision.note')} value={note} onChange={(e) => { setNote(e.target.value) }} />
          <button type="submit" className="btn btn-small btn-main" disabled={busy}>{busy ? t('working') : t('review.decide')}</button>
          {onCancel && <button type="button" className="btn btn-small" onClick={onCancel}>{t('do.cancel')}</button>}
        </div>
      )}
      {error !== null && <ErrorNote error={error} />}
    </form>
  )
}
