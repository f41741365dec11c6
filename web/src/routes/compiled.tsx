import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { returns } from '../api/calls'
import type { CompiledTable, Programme } from '../api/types'
import { Answer, PageHead } from '../components/Page'
import { Covered, FilingTag } from '../components/tables/Filing'
import { PeriodBar } from '../components/tables/PeriodBar'
import { ReturnGrid, type GridRow } from '../components/tables/ReturnGrid'
import { t } from '../i18n'
import { instantText, periodText } from '../lib/format'
import { useReturnQuery } from '../lib/return-query'
import '../styles/return.css'

/** The receiver's table: who filed, who did not; sums say on how many units they rest. */
export function CompiledPage() {
  const { programme, name, unit, period, set } = useReturnQuery()
  const q = { unit, period }
  const asked = useQuery({ queryKey: ['compiled', programme.id, name, q], queryFn: () => returns.compiled(programme.id, name, q), placeholderData: keepPreviousData })
  return <Answer of={asked}>{(table) => <Compiled programme={programme} table={table} onPeriod={(p) => { set('period', p) }} />}</Answer>
}

function Compiled({ programme, table, onPeriod }: { programme: Programme; table: CompiledTable; onPeriod: (period: string) => void }) {
  const base = `/programmes/${table.programme}/returns/${table.name}`
  const q = { unit: table.unit.code, period: table.period }
  const rows: GridRow[] = table.rows.map((r) => ({
    unit: r.unit,
    cells: r.cells.map((value) => ({ value })),
    state: (
      <Link to={`${base}?unit=${r.unit.code}&period=${table.period}`} title={r.filed_at ? instantText(r.filed_at) : undefined}>
        <FilingTag state={r.state} daysLate={r.days_late} zero={r.zero} />{(r.version ?? 1) > 1 && <span className="muted small"> {t('return.version', { n: r.version ?? 1 })}</span>}
      </Link>
    ),
  }))
  rows.push({ unit: { code: '', name: table.total_title }, cells: table.total.map((x) => ({ value: x.value, of: `${String(x.reported)}/${String(x.expected)}` })), total: true })
  return (
    <article className="landscape">
      <div className="toolbar">
        <PeriodBar period={table.period} periods={table.periods} onChange={onPeriod} />
        <Link className="btn" to={`${base}?unit=${table.unit.code}&period=${table.period}`}>{t('return.own')}</Link>
      </div>
      <PageHead
        title={<span className="print-title">{table.title}</span>}
        answer={<span className="row"><span>{t('return.of', { unit: table.unit.name, period: periodText(table.period) })} {t('return.compiled')}</span><b><Covered coverage={table.coverage} /></b></span>}
        actions={<>
          <button type="button" className="btn only-wide" onClick={() => { window.print() }}>{t('do.print')}</button>
          <a className="btn btn-main" href={returns.compiledUrl(table.programme, table.name, q)} download>{t('return.xlsx')}</a>
        </>}
      />
      <ReturnGrid programme={programme} period={table.period} caption={`${table.title} ${periodText(table.period)}`} columns={table.columns} rows={rows} stateTitle={t('return.file.state')} open subtree />
    </article>
  )
}
