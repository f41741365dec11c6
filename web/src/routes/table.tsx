import { useQuery } from '@tanstack/react-query'
import { useParams, useSearchParams } from 'react-router'
import { programmes } from '../api/calls'
import type { SummaryTable, UnitRef } from '../api/types'
import { Answer, PageHead } from '../components/Page'
import { Siblings } from '../components/Siblings'
import { ValueView } from '../components/ValueView'
import { t } from '../i18n'
import { useExplain } from '../lib/explain'
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
  const units = table.columns.map((u) => u?.name ?? t('total'))
  const titles = table.rows.map((r) => <>{r.title}{r.measured_in && <span className="muted">（{r.measured_in}）</span>}</>)
  const cell = (row: number, column: number) => {
    const model = table.rows[row]
    const c = model?.cells[column]
    return model && c ? <Figure cell={c} programme={table.programme} measure={model.measure ?? null} unit={table.columns[column] ?? null} period={period} /> : null
  }
  const heads = table.units_across ? units : titles
  const sides = table.units_across ? titles : units
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls sideways
    <div className="table-wrap" tabIndex={0} role="region" aria-label={table.title}>
      <table className="grid lined sticky-first plan-table">
        <caption className="sr">{table.title}</caption>
        <thead><tr><th scope="col"><span className="sr">{t('unit')}</span></th>{heads.map((h, i) => <th key={i} scope="col" className="r">{h}</th>)}</tr></thead>
        <tbody>
          {sides.map((side, r) => (
            <tr key={r} className={!table.units_across && table.columns[r] === null ? 'total' : ''}>
              <th scope="row">{side}</th>
              {heads.map((_, c) => <td key={c} className="r">{table.units_across ? cell(r, c) : cell(c, r)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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
