import { useState } from 'react'
import type { FormSchema, NextState, RecordDetail } from '../../api/types'
import { t } from '../../i18n'
import { StepDialog } from './StepDialog'

interface Props {
  page: RecordDetail
  register: FormSchema | undefined
  busy: boolean
  onMove: (to: string) => void
  onMark: (field: string) => void
  onMoved: (title: string) => void
  onConflict: () => void
}

/**
 * What can happen next. A step that leads on or asks for something is the way forward and stands out; an ending (取消)
 * is a plain button and asks first.
 */
export function NextSteps({ page, register, busy, onMove, onMark, onMoved, onConflict }: Props) {
  const [asking, setAsking] = useState<NextState | null>(null)
  const leadsOn = (s: NextState): boolean => (register?.states.find((x) => x.name === s.name)?.next.length ?? 0) > 0
  const takes = (s: NextState): void => {
    if (s.fields.length > 0 || !leadsOn(s)) setAsking(s)
    else onMove(s.name)
  }
  if (page.next_states.length === 0 && page.marks_open.length === 0) return null
  return (
    <div className="next no-print">
      <h2>{t('record.next')}</h2>
      {page.next_states.map((s) => (
        <span key={s.name} className="next-step">
          <button type="button" className={leadsOn(s) || s.fields.length > 0 ? 'btn btn-main' : 'btn'} disabled={busy || s.blocked} onClick={() => { takes(s) }}>{s.title}</button>
          {s.missing.length > 0 && <span className="amber small">{t('record.missing', { what: s.missing.map((m) => m.say).join('；') })}</span>}
        </span>
      ))}
      {page.marks_open.map((m) => (
        <button key={m.field} type="button" className="btn" disabled={busy || !m.may} onClick={() => { onMark(m.field) }}>{t('record.mark', { title: m.title })}</button>
      ))}
      {asking && (
        <StepDialog
          record={page.record} step={asking} onClose={() => { setAsking(null) }} onConflict={() => { setAsking(null); onConflict() }}
          onDone={() => { setAsking(null); onMoved(asking.title) }}
        />
      )}
    </div>
  )
}
