import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { programmes, returns } from '../api/calls'
import type { Programme, ReturnTable } from '../api/types'
import { Confirm } from '../components/Dialog'
import { Answer, ErrorNote, PageHead } from '../components/Page'
import { Siblings } from '../components/Siblings'
import { FilingTag } from '../components/tables/Filing'
import { PeriodBar } from '../components/tables/PeriodBar'
import { ReturnGrid, type GridRow } from '../components/tables/ReturnGrid'
import { UnitPicker } from '../components/UnitPicker'
import { t } from '../i18n'
import { dateText, instantText, periodText, personName } from '../lib/format'
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
  const asked = useQuery({ queryKey: ['return', programme.id, name, q], queryFn: () => returns.one(programme.id, name, q), placeholderData: keepPreviousData })
  const list = useQuery({ queryKey: ['returns', programme.id], queryFn: () => programmes.returns(programme.id) })
  const here = list.data?.find((r) => r.name === name)
  const now = asked.data?.period ?? period ?? ''
  return (
    <>
      <Siblings items={(list.data ?? []).map((r) => ({ to: `${base}/${r.name}`, title: r.title }))} current={`${base}/${name}`} label={t('nav.returns')} />
      <div className="toolbar">
        {asked.data && <PeriodBar period={now} periods={asked.data.periods} onChange={(p) => { set('period', p) }} />}
        <div className="unit-filter">
          <label className="sr" htmlFor="return-unit">{t('unit')}</label>
          <UnitPicker id="return-unit" value={{ code: unit, name: asked.data?.unit.name ?? (unit === me.unit.code ? me.unit.name : unit) }} onPick={(u) => { if (u) set('unit', u.code) }} />
        </div>
        {here?.receives !== false && <Link className="btn" to={`${base}/${name}/compiled${now ? `?period=${now}` : ''}`}>{t('return.compiled')}</Link>}
      </div>
      <Answer of={asked}>{(table) => <Table programme={programme} table={table} version={version} onVersion={(v) => { set('version', v) }} />}</Answer>
    </>
  )
}

interface TableProps { programme: Programme; table: ReturnTable; version: number | null; onVersion: (v: string | null) => void }

function Table({ programme, table, version, onVersion }: TableProps) {
  const [filing, setFiling] = useState(false)
  const filed = [...table.filed].sort((a, b) => a.version - b.version)
  const last = filed.at(-1)
  const next = (last?.version ?? 0) + 1
  const viewed = filed.find((f) => f.version === table.version)
  const due = typeof table.due === 'string' ? t('return.due', { date: dateText(table.due) }) : showValue(table.due).text
  const live = table.version === null || table.version === undefined
  const rows: GridRow[] = [
    ...table.rows.map((r) => ({ unit: r.unit, cells: r.cells.map((value) => ({ value })) })),
    { unit: { code: '', name: t('total') }, cells: table.total.map((value) => ({ value })), total: true },
  ]
  const signed = viewed ?? last
  return (
    <article className="landscape">
      <PageHead
        title={<span className="print-title">{table.title}</span>}
        answer={<span className="row"><span>{t('return.of', { unit: table.unit.name, period: periodText(table.period) })}</span><FilingTag state={table.state} daysLate={table.days_late} zero={last?.zero ?? false} /><span className="num">{due}</span></span>}
        actions={<>
          {filed.length > 0 && (
            <select className="select w-auto" aria-label={t('return.versions')} value={version ?? ''} onChange={(e) => { onVersion(e.target.value || null) }}>
              <option value="">{t('return.version.live')}</option>
              {[...filed].reverse().map((f) => <option key={f.version} value={f.version}>{t('return.version', { n: f.version })} {instantText(f.at)}</option>)}
            </select>
          )}
          <button type="button" className="btn only-wide" onClick={() => { window.print() }}>{t('do.print')}</button>
          <a className="btn" href={returns.tableUrl(table.programme, table.name, { unit: table.unit.code, period: table.period, version })} download>{t('return.xlsx')}</a>
          {live && table.may_file && <button type="button" className="btn btn-main" onClick={() => { setFiling(true) }}>{last ? t('return.file.again', { n: next }) : t('return.file')}</button>}
        </>}
      />
      {viewed && <p className="note note-accent">{t('return.viewing', { n: viewed.version, at: instantText(viewed.at) })}</p>}
      {live && last && table.differences.length > 0 && (
        <div className="note note-amber no-print">
          <b>{t('return.diff', { n: last.version })}</b>
          <ul>{table.differences.map((d) => <li key={d.unit.code + d.column} className="num">{t('return.diff.item', { unit: d.unit.name, column: d.column, from: showValue(d.filed).text, to: showValue(d.now).text })}</li>)}</ul>
        </div>
      )}
      {live && last && table.differences.length === 0 && <p className="muted small no-print">{t('return.diff.none')}</p>}
      <ReturnGrid programme={programme} period={table.period} caption={`${table.title} ${table.unit.name} ${periodText(table.period)}`} columns={table.columns} rows={rows} open={live} />
      {signed && (
        <p className="muted small signed">
          {t('return.version', { n: signed.version })} · {t('return.filed.by', { by: personName(signed.by), at: instantText(signed.at) })}
          {signed.days_late > 0 && ` · ${t('return.state.late', { n: signed.days_late })}`}
        </p>
      )}
      {filing && <FileDialog table={table} next={next} onClose={() => { setFiling(false) }} />}
    </article>
  )
}

function FileDialog({ table, next, onClose }: { table: ReturnTable; next: number; onClose: () => void }) {
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
      const filed = await returns.file(table.programme, table.name, { unit: table.unit.code, period: table.period, id })
      say(filed.days_late > 0 ? t('return.filed.late', { n: filed.version, days: filed.days_late }) : t('return.filed', { n: filed.version }))
      await client.invalidateQueries()
      onClose()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <Confirm title={t('return.file')} say={t('return.file.sure', { unit: table.unit.name, period: periodText(table.period), n: next })} go={t('return.file')} busy={busy} onGo={() => void go()} onClose={onClose}>
      {error !== null && <ErrorNote error={error} />}
    </Confirm>
  )
}
