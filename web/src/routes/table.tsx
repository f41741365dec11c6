import { useQuery } from '@tanstack/react-query'
import { useParams, useSearchParams } from 'react-router'
import { programmes, tableXlsx } from '../api/calls'
import type { SummaryTable } from '../api/types'
import { Answer, PageHead } from '../components/Page'
import { Siblings } from '../components/Siblings'
import { PeriodBar } from '../components/tables/PeriodBar'
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
  const [params, setParams] = useSearchParams()
  const period = params.get('period')
  const q = { unit: params.get('unit') ?? me.unit.code, period }
  const asked = useQuery({ queryKey: ['table', programme.id, name, q], queryFn: () => programmes.table(programme.id, name, q) })
  const base = `/programmes/${programme.id}/tables`
  return (
    <>
      <Siblings items={Object.entries(programme.model.tables ?? {}).map(([key, x]) => ({ to: `${base}/${key}`, title: x.title }))} current={`${base}/${name}`} label={t('nav.tables')} />
      {period && <div className="toolbar"><PeriodBar period={period} onChange={(p) => { setParams({ ...Object.fromEntries(params), period: p }) }} /></div>}
      <Answer of={asked}>{(table) => (
        <article className="landscape">
          <PageHead
            title={<span className="print-title">{table.title}</span>}
            answer={hasPlan(table) ? t('table.legend') : undefined}
            actions={<>
              <button type="button" className="btn" onClick={() => { window.print() }}>{t('do.print')}</button>
              <a className="btn btn-main" href={tableXlsx(programme.id, name, q)} download>{t('return.xlsx')}</a>
            </>}
          />
          <Grid table={table} />
          {table.notes.length > 0 && <div className="small muted notes"><b>{t('table.notes')}</b><ul>{table.notes.map((n) => <li key={n}>{n}</li>)}</ul></div>}
        </article>
      )}</Answer>
    </>
  )
}

function hasPlan(table: SummaryTable): boolean {
  return table.rows.some((r) => r.cells.some((c) => c.plan !== null && c.plan !== undefined))
}

function Grid({ table }: { table: SummaryTable }) {
  const { follow } = useExplain()
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls sideways
    <div className="table-wrap" tabIndex={0} role="region" aria-label={table.title}>
      <table className="grid lined sticky-first plan-table">
        <caption className="sr">{table.title}</caption>
        <thead><tr><th scope="col"><span className="sr">{t('unit')}</span></th>{table.columns.map((c, i) => <th key={i} scope="col" className="r">{typeof c === 'string' ? c : c.title}</th>)}</tr></thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.title}>
              <th scope="row">{row.title}</th>
              {row.cells.map((cell, i) => {
                const hasPlanHere = cell.plan !== null && cell.plan !== undefined
                const value = <ValueView value={cell.value} as="number" blank={!hasPlanHere} />
                return (
                  <td key={i} className="r">
                    {hasPlanHere && <div className="plan-figure"><span className="sr">{t('table.plan')} </span><ValueView value={cell.plan} as="number" /></div>}
                    <div>{hasPlanHere && <span className="sr">{t('table.actual')} </span>}{cell.link && cell.value !== null ? <button type="button" className="link figure" title={t('return.open.records')} onClick={() => { follow(cell.link ?? '') }}>{value}</button> : value}</div>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
