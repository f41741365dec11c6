import { t } from '../i18n'
import { clauseText, linesText } from '../lib/format'
import { useState } from 'react'
import { Dialog } from './Dialog'

interface Props { clause: string | null | undefined; clauses: Record<string, string> }

/** Sentences of the plan that a clause (`L36`, `L36-L58`) names. */
export function sentencesOf(clause: string, clauses: Record<string, string>): { ref: string; sentence: string }[] {
  const direct = clauses[clause]
  if (direct !== undefined) return [{ ref: clause, sentence: direct }]
  const [from, to] = clause.split('-').map((p) => Number(p.replace(/^L/, '')))
  if (!from || !to) return []
  return Object.entries(clauses)
    .map(([ref, sentence]) => ({ ref, sentence, line: Number(ref.replace(/^L/, '').split('-')[0]) }))
    .filter((c) => c.line >= from && c.line <= to)
    .sort((a, b) => a.line - b.line)
}

/** The clause an element rests on; opens its sentence. */
export function Clause({ clause, clauses }: Props) {
  const [open, setOpen] = useState(false)
  if (!clause) return <span className="muted">—<span className="sr">{t('value.missing')}</span></span>
  const sentences = sentencesOf(clause, clauses)
  if (sentences.length === 0) return <span className="muted num nowrap">{linesText(clause)}</span>
  return (
    <>
      <button type="button" className="link num nowrap" aria-label={clauseText(clause)} onClick={() => { setOpen(true) }}>{linesText(clause)}</button>
      {open && (
        <Dialog title={clauseText(clause)} onClose={() => { setOpen(false) }}>
          <div className="stack">
            {sentences.map((s) => <blockquote key={s.ref} className="quote" lang="zh-CN"><span className="muted small num">{linesText(s.ref)} </span>{s.sentence}</blockquote>)}
          </div>
        </Dialog>
      )}
    </>
  )
}
