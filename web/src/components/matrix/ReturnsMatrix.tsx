import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { programmes, returns } from '../../api/calls'
import type { CompiledTable, UnitRef } from '../../api/types'
import { t } from '../../i18n'
import { periodText, query } from '../../lib/format'
import { Answer, Empty, Loading } from '../Page'
import { MatrixGrid, type GridCell, type Line } from './Grid'
import { standing } from './looks'

const PERIODS_MAX = 12
/** A return is filed, not done. */
const FILED = { met: 'return.state.filed', open: 'return.state.open' } as const

/** Units × periods of a return: who filed, who was late, who did not. */
export function ReturnsMatrix({ programme, unit }: { programme: string; unit: UnitRef }) {
  const asked = useQuery({ queryKey: ['returns', programme], queryFn: () => programmes.returns(programme) })
  const [chosen, setChosen] = useState('')
  return (
    <Answer of={asked}>{(list) => {
      const mine = list.filter((r) => r.receives)
      const name = mine.find((r) => r.name === chosen)?.name ?? mine[0]?.name
      if (!name) return <div className="panel"><Empty>{t('matrix.returns.empty')}</Empty></div>
      const choice = mine.length > 1 && (
        <select className="select w-auto" aria-label={t('nav.returns')} value={name} onChange={(e) => { setChosen(e.target.value) }}>
          {mine.map((r) => <option key={r.name} value={r.name}>{r.title}</option>)}
        </select>
      )
      return <OfReturn key={name} programme={programme} name={name} unit={unit} controls={choice} />
    }}</Answer>
  )
}

interface Props { programme: string; name: string; unit: UnitRef; controls: React.ReactNode }

function OfReturn({ programme, name, unit, controls }: Props) {
  const first = useQuery({ queryKey: ['compiled', programme, name, { unit: unit.code, period: null }], queryFn: () => returns.compiled(programme, name, { unit: unit.code }) })
  return <Answer of={first}>{(latest) => <OfPeriods programme={programme} name={name} unit={unit} periods={latest.periods.slice(0, PERIODS_MAX).map((p) => p.period).reverse()} controls={controls} />}</Answer>
}

function OfPeriods({ programme, name, unit, periods, controls }: Props & { periods: string[] }) {
  const asked = useQueries({
    queries: periods.map((period) => ({
      queryKey: ['compiled', programme, name, { unit: unit.code, period }], queryFn: () => returns.compiled(programme, name, { unit: unit.code, period }), staleTime: 30_000,
    })),
  })
  if (asked.some((a) => a.isPending)) return <Loading />
  const tables = asked.map((a) => a.data)
  const filers = new Map<string, Line>()
  for (const table of tables) for (const row of table?.rows ?? []) filers.set(row.unit.code, { key: row.unit.code, title: row.unit.name })
  if (filers.size === 0) return <div className="panel"><Empty>{t('matrix.returns.none')}</Empty></div>
  const columns: Line[] = periods.map((p) => ({ key: p, title: periodText(p), to: `/programmes/${programme}/returns/${name}/compiled${query({ unit: unit.code, period: p })}` }))
  return (
    <MatrixGrid
      legend={t('matrix.legend')} label={t('matrix.returns')} corner={t('unit')} rows={[...filers.values()]} columns={columns} controls={controls}
      cell={(code, period) => cellOf(tables[periods.indexOf(period)], code, `/programmes/${programme}/returns/${name}${query({ unit: code, period })}`)}
    />
  )
}

function cellOf(table: CompiledTable | undefined, code: string, to: string): GridCell | null {
  const row = table?.rows.find((r) => r.unit.code === code)
  if (!row) return null
  const version = (row.version ?? 1) > 1 ? ` · ${t('return.version', { n: row.version ?? 1 })}` : ''
  const { text, look, words } = standing(row.zero ? 'zero' : row.state, row.days_late, null, FILED)
  return { text, look, words: words + version, to }
}
