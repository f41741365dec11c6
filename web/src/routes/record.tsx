import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'react-router'
import { records } from '../api/calls'
import { Problem } from '../api/client'
import type { Programme, RecordDetail, RecordItem } from '../api/types'
import { Answer, ErrorNote, PageHead } from '../components/Page'
import { Clause } from '../components/Clause'
import { Attachments } from '../components/record/Attachments'
import { CorrectDialog } from '../components/record/CorrectDialog'
import { History } from '../components/record/History'
import { NextSteps } from '../components/record/NextSteps'
import { OpenDialog, type Opened } from '../components/record/OpenDialog'
import { RecordValue } from '../components/RecordValue'
import { ValueView } from '../components/ValueView'
import { t } from '../i18n'
import { errorText } from '../lib/errors'
import { useExplain } from '../lib/explain'
import { instantText, personName } from '../lib/format'
import { registerOf, useProgrammeQuery } from '../lib/programme'
import { useToast } from '../lib/toast'
import '../styles/record.css'

/** What happened to this record, and what can happen next? */
export function RecordPage() {
  const { id = '' } = useParams()
  const asked = useQuery({ queryKey: ['record', id], queryFn: () => records.one(id) })
  return <div className="page"><Answer of={asked}>{(page) => <Framed page={page} />}</Answer></div>
}

function Framed({ page }: { page: RecordDetail }) {
  const asked = useProgrammeQuery(page.record.programme)
  return <Answer of={asked}>{(programme) => <Record page={page} programme={programme} />}</Answer>
}

function Record({ page, programme }: { page: RecordDetail; programme: Programme }) {
  const record: RecordItem = page.record
  const client = useQueryClient()
  const { say, complain } = useToast()
  const explain = useExplain()
  const [correcting, setCorrecting] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [newer, setNewer] = useState(false)
  const [busy, setBusy] = useState(false)
  const [opening, setOpening] = useState(false)
  const [opened, setOpened] = useState<Opened | null>(null)
  const shown: RecordItem = opened ? { ...record, fields: { ...record.fields, ...opened.fields } } : record
  const files = { ...page.files, ...opened?.files }
  const register = registerOf(programme, record.register)
  const stateTitle = (name: string): string => register?.states.find((s) => s.name === name)?.title ?? name
  const act = async (work: () => Promise<unknown>, done: string, undo?: () => void): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await work()
      say(done, undo)
      await client.invalidateQueries()
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 409) await conflict()
      else setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const conflict = async (): Promise<void> => {
    setNewer(true)
    await client.invalidateQueries({ queryKey: ['record', record.id] })
  }
  /** A slip can be undone where the programme allows the way back. */
  const move = (to: string): Promise<void> => {
    const from = record.state
    const back = from !== null && (register?.states.find((s) => s.name === to)?.next.includes(from) ?? false)
    const undo = back
      ? () => {
        void records.move(record.id, from, { seen: record.version + 1, reason: t('record.undo.reason') })
          .then(() => client.invalidateQueries(), (problem: unknown) => { complain(errorText(problem)) })
      }
      : undefined
    return act(() => records.move(record.id, to, { seen: record.version }), t('record.moved', { state: stateTitle(to) }), undo)
  }
  const fieldNames = new Set(register?.fields.map((f) => f.name))
  const titles = programme.model.registers?.[record.register]?.fields ?? {}
  const marks = [...new Set([...Object.keys(record.marks), ...page.marks_open.map((m) => m.field)])]
    .filter((name) => !fieldNames.has(name))
    .map((name) => ({ name, title: page.marks_open.find((m) => m.field === name)?.title ?? titles[name]?.title ?? name }))
  const lead = register?.fields.find((f) => f.type === 'text')
  const leadValue = lead ? record.fields[lead.name] : null
  const base = `/programmes/${record.programme}`
  return (
    <>
      <PageHead
        title={typeof leadValue === 'string' ? leadValue : (register?.title ?? t('record.title'))}
        crumbs={[{ title: programme.title, to: base }, { title: register?.title ?? record.register, to: `${base}/registers/${record.register}` }]}
        answer={<span className="row">
          {record.state_title && <span>{t('record.state')} <b>{record.state_title}</b></span>}
          <span>{record.labels[register?.unit_field ?? ''] ?? record.unit.name}</span>
          {record.day && <span className="num">{record.day}</span>}
          <span className="muted">{t('record.version', { n: record.version })} · {personName(record.changed_by)} · <span className="num">{instantText(record.changed_at)}</span></span>
        </span>}
        actions={<>
          <button type="button" className="btn only-wide" onClick={() => { window.print() }}>{t('do.print')}</button>
          {page.may_open && !opened && <button type="button" className="btn" onClick={() => { setOpening(true) }}>{t('record.open')}</button>}
          {page.may_correct && register && <button type="button" className="btn" onClick={() => { setCorrecting(true) }}>{t('record.correct')}</button>}
        </>}
      />
      {newer && <p className="note note-amber" role="alert">{t('record.newer')}</p>}
      {error !== null && <ErrorNote error={error} />}
      <NextSteps
        page={page} register={register} busy={busy} onMove={(to) => void move(to)} onConflict={() => void conflict()}
        onMark={(field) => void act(() => records.mark(record.id, field), t('record.mark.done'))}
        onMoved={(state) => { say(t('record.moved', { state })); void client.invalidateQueries() }}
      />
      {record.findings.length > 0 && (
        <div className="note note-amber"><b>{t('record.findings')}</b><ul>{record.findings.map((f) => <li key={`${f.field ?? ''}${f.say}`}>{f.say} {f.clause && <Clause clause={f.clause} clauses={programme.clauses} />}</li>)}</ul></div>
      )}
      <div className="record-grid">
        <section className="section">
          <h2>{t('record.fields')}</h2>
          <dl className="panel record-fields">
            {(register?.fields ?? []).filter((f) => f.shown !== false).map((f) => (
              <div key={f.name}><dt>{f.title}</dt><dd>{(files[f.name] ?? []).length > 0 ? <Attachments record={record.id} files={files[f.name] ?? []} /> : <><RecordValue record={shown} field={f} name={f.name} />{f.measured_in && record.fields[f.name] ? ` ${f.measured_in}` : ''}</>}</dd></div>
            ))}
            {marks.map((m) => <div key={m.name}><dt>{m.title}</dt><dd><RecordValue record={record} field={undefined} name={m.name} /></dd></div>)}
          </dl>
          {page.feeds.length > 0 && (
            <>
              <h2 className="feeds-head">{t('record.feeds')}</h2>
              <ul className="panel record-feeds">
                {page.feeds.map((f) => <li key={f.kind + f.name}><button type="button" className="link" onClick={() => { explain(programme.id, { kind: f.kind, name: f.name, unit: record.unit.code, period: record.day?.slice(0, 7) }) }}>{f.title}</button> <span className="num"><ValueView value={f.value} /></span></li>)}
              </ul>
            </>
          )}
        </section>
        <section className="section">
          <h2>{t('record.history')}</h2>
          <div className="panel panel-pad"><History history={page.history} openings={page.openings} /></div>
        </section>
      </div>
      {opening && (
        <OpenDialog
          record={record.id} onClose={() => { setOpening(false) }}
          onOpened={(all) => { setOpened(all); setOpening(false); void client.invalidateQueries({ queryKey: ['record', record.id] }) }}
        />
      )}
      {correcting && register && <CorrectDialog record={record} register={register} onClose={() => { setCorrecting(false) }} onConflict={() => void conflict()} />}
    </>
  )
}
