import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { returns } from '../api/calls'
import type { ReturnRow } from '../api/types'
import { Answer, PageHead } from '../components/Page'
import { PeriodBar } from '../components/tables/PeriodBar'
import { ReturnGrid } from '../components/tables/ReturnGrid'
import { t } from '../i18n'
import { useReturnQuery } from '../lib/return-query'
import { Covered } from './return'
import '../styles/return.css'

function filingState(row: ReturnRow) {
  if (row.is_total) return null
  switch (row.state) {
    case 'filed': return <span className="tag tag-green">{t('return.state.filed')}</span>
    case 'zero': return <span className="tag tag-green">{t('return.state.zero')}</span>
    case 'late': return <span className="tag tag-amber">{t('return.state.late', { n: row.days_late ?? 0 })}</span>
    case 'missing': return <span className="tag tag-red">{t('return.state.missing')}</span>
    default: return <span className="tag">{t('return.state.open')}</span>
  }
}

/** The receiver's table: who filed, who did not; sums say on how many units they rest. */
export function CompiledPage() {
  const { programme, name, unit, period, set } = useReturnQuery()
  const q = { unit, period }
  const asked = useQuery({ queryKey: ['compiled', programme.id, name, q], queryFn: () => returns.compiled(programme.id, name, q) })
  return (
    <>
      <div className="toolbar">
        <PeriodBar period={period} onChange={(p) => { set('period', p) }} />
        <Link className="btn" to={`/programmes/${programme.id}/returns/${name}?unit=${unit}&period=${period}`}>{t('return.own')}</Link>
      </div>
      <Answer of={asked}>{(table) => {
        const owner = typeof table.unit === 'string' ? table.unit : table.unit.name
        const rows = table.total ? [...table.rows, { unit: { code: 'total', name: t('total') }, cells: table.total, is_total: true }] : table.rows
        return (
          <article className="landscape">
            <PageHead
              title={<span className="print-title">{table.title}</span>}
              answer={<span className="row"><span>{t('return.of', { unit: owner, period: table.period_title })}</span><b><Covered coverage={table.coverage} /></b></span>}
              actions={<>
                <button type="button" className="btn" onClick={() => { window.print() }}>{t('do.print')}</button>
                <a className="btn btn-main" href={returns.compiledUrl(programme.id, name, q)} download>{t('return.xlsx')}</a>
              </>}
            />
            <ReturnGrid caption={`${table.title} ${table.period_title}`} columns={table.columns} rows={rows} state={{ title: t('return.file.state'), cell: filingState }} />
          </article>
        )
      }}</Answer>
    </>
  )
}
