import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { returns } from '../api/calls'
import type { ReturnTable } from '../api/types'
import { Confirm } from '../components/Dialog'
import { Answer, ErrorNote, PageHead } from '../components/Page'
import { Siblings } from '../components/Siblings'
import { PeriodBar } from '../components/tables/PeriodBar'
import { ReturnGrid } from '../components/tables/ReturnGrid'
import { UnitPicker } from '../components/UnitPicker'
import { t } from '../i18n'
import { dateText, instantText } from '../lib/format'
import { newId } from '../lib/uuid'
import { useReturnQuery } from '../lib/return-query'
import { useToast } from '../lib/toast'
import { showValue } from '../lib/value'
import '../styles/return.css'

/** Is this month's table right, and may I send it? The table as it will print; versions; what changed since. */
export function ReturnPage() {
  const { programme, me, name, unit, period, version, set } = useReturnQuery()
  const base = `/programmes/${programme.id}/returns`
  const q = { unit, period, version }
  const asked = useQuery({ queryKey: ['return', programme.id, name, q], queryFn: () => returns.one(programme.id, name, q) })
  const siblings = Object.entries(programme.model.returns ?? {}).map(([key, r]) => ({ to: `${base}/${key}`, title: r.title }))
  return (
    <>
      <Siblings items={siblings} current={`${base}/${name}`} label={t('nav.returns')} />
      <div className="toolbar">
        <PeriodBar period={period} onChange={(p) => { set('period', p) }} />
        <div className="unit-filter">
          <label className="sr" htmlFor="return-unit">{t('unit')}</label>
          <UnitPicker id="return-unit" value={{ code: unit, name: asked.data ? nameOf(asked.data.unit) : unit === me.unit.code ? me.unit.name : unit }} onPick={(u) => { if (u) set('unit', u.code) }} />
        </div>
        <Link className="btn" to={`${base}/${name}/compiled?period=${period}`}>{t('return.compiled')}</Link>
      </div>
      <Answer of={asked}>{(table) => <Table table={table} programme={programme.id} name={name} unit={unit} period={period} version={version} onVersion={(v) => { set('version', v) }} />}</Answer>
    </>
  )
}

function nameOf(unit: ReturnTable['unit']): string {
  return typeof unit === 'string' ? unit : unit.name
}

function stateTag(table: ReturnTable) {
  if (table.state === 'filed') return <span className="tag tag-green">{t('return.state.filed')}</span>
  if (table.state === 'late') return <span className="tag tag-amber">{t('return.state.late', { n: table.days_late ?? 0 })}</span>
  if (table.state === 'missing') return <span className="tag tag-red">{t('return.state.missing')}</span>
  return <span className="tag">{t('return.state.open')}</span>
}

interface TableProps { table: ReturnTable; programme: string; name: string; unit: string; period: string; version: string | null; onVersion: (v: string | null) => void }

function Table({ table, programme, name, unit, period, version, onVersion }: TableProps) {
  const [filing, setFiling] = useState(false)
  const last = table.filed.at(-1)
  const next = (last?.version ?? 0) + 1
  const viewed = table.filed.find((f) => String(f.version) === version)
  const due = typeof table.due === 'string' ? t('return.due', { date: dateText(table.due) }) : showValue(table.due).text
  const title = `${table.title} ${nameOf(table.unit)} ${table.period_title}`
  return (
    <article className="landscape">
      <PageHead
        title={<span className="print-title">{table.title}</span>}
        answer={<span className="row"><span>{t('return.of', { unit: nameOf(table.unit), period: table.period_title })}</span>{stateTag(table)}<span className="num">{due}</span>{table.coverage && <Covered coverage={table.coverage} />}</span>}
        actions={<>
          {table.filed.length > 0 && (
            <select className="select w-auto" aria-label={t('return.versions')} value={version ?? ''} onChange={(e) => { onVersion(e.target.value || null) }}>
              <option value="">{t('return.version.live')}</option>
              {[...table.filed].reverse().map((f) => <option key={f.version} value={f.version}>{t('return.version', { n: f.version })} {instantText(f.at)}</option>)}
            </select>
          )}
          <button type="button" className="btn" onClick={() => { window.print() }}>{t('do.print')}</button>
          <a className="btn" href={returns.tableUrl(programme, name, { unit, period, version })} download>{t('return.xlsx')}</a>
          {!version && table.may_file !== false && <button type="button" className="btn btn-main" onClick={() => { setFiling(true) }}>{last ? t('return.file.again', { n: next }) : t('return.file')}</button>}
        </>}
      />
      {viewed && <p className="note note-accent">{t('return.viewing', { n: viewed.version, at: instantText(viewed.at) })} {t('return.filed.by', { by: viewed.by, at: instantText(viewed.at) })}</p>}
      {!version && last && table.differences_to_filed.length > 0 && (
        <div className="note note-amber no-print">
          <b>{t('return.diff', { n: last.version })}</b>
          <ul>{table.differences_to_filed.map((d, i) => <li key={i} className="num">{d.say ?? t('return.diff.item', { unit: d.unit?.name ?? '', column: d.column ?? '', from: showValue(d.from).text, to: showValue(d.to).text })}</li>)}</ul>
        </div>
      )}
      {!version && last && table.differences_to_filed.length === 0 && <p className="muted small no-print">{t('return.diff.none')}</p>}
      <ReturnGrid caption={title} columns={table.columns} rows={table.rows} />
      {last && <p className="muted small signed">{t('return.filed.by', { by: (viewed ?? last).by, at: instantText((viewed ?? last).at) })} · {t('return.version', { n: (viewed ?? last).version })}</p>}
      {filing && <FileDialog table={table} programme={programme} name={name} unit={unit} period={period} next={next} onClose={() => { setFiling(false) }} />}
    </article>
  )
}

export function Covered({ coverage }: { coverage: NonNullable<ReturnTable['coverage']> }) {
  const short = coverage.missing.length > 0
  return (
    <span className={short ? 'amber' : ''}>
      <span className="num">{t('return.coverage', { reported: coverage.reported, expected: coverage.expected })}</span>
      {coverage.zero ? <span className="num">（{t('return.coverage.zero', { zero: coverage.zero })}）</span> : null}
      {short && <span>，{t('board.missing', { names: coverage.missing.map((m) => m.name).join('、') })}</span>}
    </span>
  )
}

function FileDialog({ table, programme, name, unit, period, next, onClose }: Omit<TableProps, 'version' | 'onVersion'> & { next: number; onClose: () => void }) {
  const client = useQueryClient()
  const { say } = useToast()
  // One id for this intention: pressed twice, it counts once.
  const [id] = useState(() => newId())
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const go = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      const { version, late_days } = await returns.file(programme, name, { unit, period, id })
      say(late_days > 0 ? t('return.filed.late', { n: version, days: late_days }) : t('return.filed', { n: version }))
      await client.invalidateQueries()
      onClose()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <Confirm title={t('return.file')} say={t('return.file.sure', { unit: nameOf(table.unit), period: table.period_title, n: next })} go={t('return.file')} busy={busy} onGo={() => void go()} onClose={onClose}>
      {error !== null && <ErrorNote error={error} />}
    </Confirm>
  )
}
