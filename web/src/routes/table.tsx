import { useQuery } from '@tanstack/react-query'
import { useParams, useSearchParams } from 'react-router'
import { programmes } from '../api/calls'
import type { SummaryTable, UnitRef } from '../api/types'
import { Answer, PageHead } from '../components/Page'
import { Scroll } from '../components/Scroll'
import { Siblings } from '../components/Siblings'
import { SortHead } from '../components/tables/SortHead'
import { useRows } from '../components/tables/useRows'
import { ValueView } from '../components/ValueView'
import { t } from '../i18n'
import { useExplain } from '../lib/explain'
import { runsOf } from '../lib/heads'
import { useProgramme } from '../lib/programme'
import { useMe } from '../lib/session'
import '../styles/table.css'

/** A table laid out as the plan has it: plan against actual, blank cells blank. */
export function TablePage() {
  const programme = useProgramme()
  const me = useMe()
  const { name = '' } = useParams()
  const [params] = useSearchParams()
  const period = params.get('period')
  const q = { unit: params.get('unit') ?? me.unit.code, period }
  const asked = useQuery({ queryKey: ['table', programme.id, name, q], queryFn: () => programmes.table(programme.id, name, q) })
  const base = `/programmes/${programme.id}/tables`
  return (
    <>
      <Siblings items={Object.entries(programme.model.tables ?? {}).map(([key, x]) => ({ to: `${base}/${key}`, title: x.title }))} current={`${base}/${name}`} label={t('nav.tables')} />
      <Answer of={asked}>{(table) => (
        <article className="landscape">
          <PageHead
            title={<span className="print-title">{table.title}</span>}
            answer={hasPlan(table) ? t('table.legend') : undefined}
            actions={<>
              <button type="button" className="btn only-wide" onClick={() => { window.print() }}>{t('do.print')}</button>
              <a className="btn btn-main" href={programmes.tableUrl(programme.id, name, q)} download>{t('return.xlsx')}</a>
            </>}
          />
          <Grid table={table} period={period} />
        </article>
      )}</Answer>
    </>
  )
}

function hasPlan(table: SummaryTable): boolean {
  return table.rows.some((r) => r.cells.some((c) => c.plan !== null && c.plan !== undefined))
}

type Cell = SummaryTable['rows'][number]['cells'][number]

/** Units across the top or down the side, as the plan's own table has them. */
function Grid({ table, period }: { table: SummaryTable; period: string | null }) {
  return table.units_across ? <Across table={table} period={period} /> : <Down table={table} period={period} />
}

type Row = SummaryTable['rows'][number]

function titleOf(row: Row) {
  return <>{row.title}{row.measured_in && <span className="muted">（{row.measured_in}）</span>}</>
}

function figure(table: SummaryTable, period: string | null, row: number, column: number) {
  const model = table.rows[row]
  const cell = model?.cells[column]
  return model && cell ? <Figure cell={cell} programme={table.programme} measure={model.measure ?? null} unit={table.columns[column] ?? null} period={period} /> : null
}

function Across({ table, period }: { table: SummaryTable; period: string | null }) {
  return (
    <Scroll label={table.title}>
      <table className="grid lined sticky-first plan-table">
        <caption className="sr">{table.title}</caption>
        <thead><tr><th scope="col"><span className="sr">{t('unit')}</span></th>{table.columns.map((u, i) => <th key={u?.code ?? i} scope="col" className="r">{u?.name ?? t('total')}</th>)}</tr></thead>
        <tbody>{table.rows.map((row, r) => <tr key={row.title}><th scope="row">{titleOf(row)}</th>{table.columns.map((u, c) => <td key={u?.code ?? c} className="r">{figure(table, period, r, c)}</td>)}</tr>)}</tbody>
      </table>
    </Scroll>
  )
}

function Down({ table, period }: { table: SummaryTable; period: string | null }) {
  const programme = useProgramme()
  const sides = table.columns.map((unit, at) => ({ unit, at }))
  const rows = useRows(sides.filter((s) => s.unit !== null), {
    valueOf: ({ unit, at }, key) => (key === 'unit' ? unit?.name : table.rows[Number(key)]?.cells[at]?.value), words: ({ unit }) => unit?.name ?? '', placeholder: t('units.search'),
  })
  const groups = runsOf(table.rows.map((r) => r.measure))
  const two = groups.some((g) => g.span > 1)
  const head = (i: number, tall: boolean) => {
    const row = table.rows[i]
    return row && <SortHead key={i} name={String(i)} figures sort={rows.sort} onSort={rows.setSort} rowSpan={tall ? 2 : undefined}>{titleOf(row)}</SortHead>
  }
  return (
    <>
      {rows.box && <div className="toolbar no-print">{rows.box}</div>}
      <Scroll label={table.title}>
        <table className="grid lined sticky-first plan-table">
          <caption className="sr">{table.title}</caption>
          <thead>
            <tr>
              <SortHead name="unit" sort={rows.sort} onSort={rows.setSort} rowSpan={two ? 2 : undefined}>{t('unit')}</SortHead>
              {groups.map((g) => (g.span > 1 ? <th key={g.from} scope="colgroup" colSpan={g.span} className="group">{programme.model.measures[g.key ?? '']?.title ?? g.key}</th> : head(g.from, two)))}
            </tr>
            {two && <tr>{groups.flatMap((g) => (g.span > 1 ? Array.from({ length: g.span }, (_, k) => head(g.from + k, false)) : []))}</tr>}
          </thead>
          <tbody>
            {[...rows.shown, ...sides.filter((s) => s.unit === null)].map(({ unit, at }) => (
              <tr key={unit?.code ?? 'total'} className={unit ? '' : 'total'}><th scope="row">{unit?.name ?? t('total')}</th>{table.rows.map((r, i) => <td key={r.title} className="r">{figure(table, period, i, at)}</td>)}</tr>
            ))}
          </tbody>
        </table>
        {rows.none && <p className="empty">{t('table.none.found')}</p>}
      </Scroll>
    </>
  )
}

interface FigureProps { cell: Cell; programme: string; measure: string | null; unit: UnitRef | null; period: string | null }

function Figure({ cell, programme, measure, unit, period }: FigureProps) {
  const explain = useExplain()
  if (cell.blank) return <span className="sr">{t('value.empty')}</span>
  const planned = cell.plan !== null && cell.plan !== undefined
  const value = <ValueView value={cell.value} as="number" />
  return (
    <>
      {planned && <div className="plan-figure"><span className="sr">{t('table.plan')} </span><ValueView value={cell.plan} as="number" /></div>}
      <div>
        {planned && <span className="sr">{t('table.actual')} </span>}
        {measure && unit ? <button type="button" className="link figure" title={t('return.open.records')} onClick={() => { explain(programme, { kind: 'measure', name: measure, unit: unit.code, period, subtree: cell.units > 1 || null }) }}>{value}</button> : value}
      </div>
    </>
  )
}
