import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { programmes } from '../../api/calls'
import type { Programme, SummaryTable, UnitRef } from '../../api/types'
import { t } from '../../i18n'
import { firstOfMonth, monthsBetween } from '../../lib/days'
import { useExplain } from '../../lib/explain'
import { periodText } from '../../lib/format'
import { showValue } from '../../lib/value'
import { Answer, Empty } from '../Page'
import { MatrixGrid, type GridCell, type Line } from './Grid'

const MONTHS_MAX = 12

/** Units × months of one figure of a table. */
export function FiguresMatrix({ programme, unit, today }: { programme: Programme; unit: UnitRef; today: string }) {
  const tables = Object.entries(programme.model.tables)
  const figures = tables.flatMap(([name, table]) => Object.entries(table.rows).filter(([, r]) => r.measure).map(([row]) => ({ key: `${name}/${row}`, name, row, title: `${table.title} · ${row}` })))
  const [chosen, setChosen] = useState('')
  const from = programme.window.from
  const months = typeof from === 'string' ? monthsBetween(from, today, 600).slice(-MONTHS_MAX) : []
  const figure = figures.find((f) => f.key === chosen) ?? figures[0]
  if (!figure || months.length === 0) return <div className="panel"><Empty>{t('matrix.figures.empty')}</Empty></div>
  const choice = figures.length > 1 && (
    <select className="select w-auto" aria-label={t('matrix.figure')} value={figure.key} onChange={(e) => { setChosen(e.target.value) }}>
      {figures.map((f) => <option key={f.key} value={f.key}>{f.title}</option>)}
    </select>
  )
  return <OfFigure programme={programme.id} table={figure.name} row={figure.row} unit={unit} months={months} controls={choice} />
}

interface Props { programme: string; table: string; row: string; unit: UnitRef; months: string[]; controls: React.ReactNode }

function OfFigure({ programme, table, row, unit, months, controls }: Props) {
  const explain = useExplain()
  const q = { unit: unit.code, first: months[0] ?? firstOfMonth('2026-01-01').slice(0, 7), last: months.at(-1) ?? '' }
  const asked = useQuery({ queryKey: ['series', programme, table, q], queryFn: () => programmes.series(programme, table, q) })
  return (
    <Answer of={asked}>{(series) => {
      const pages = new Map(series.map((s) => [s.period, s.page]))
      const rows: Line[] = (series[0]?.page.columns ?? []).flatMap((u) => (u ? [{ key: u.code, title: u.name }] : []))
      if (rows.length === 0) return <div className="panel"><Empty>{t('matrix.figures.empty')}</Empty></div>
      return (
        <MatrixGrid
          label={t('matrix.figures')} corner={t('unit')} rows={rows} columns={months.map((m) => ({ key: m, title: periodText(m) }))} controls={controls}
          cell={(code, month) => cellOf(pages.get(month), code, row, (measure, subtree) => { explain(programme, { kind: 'measure', name: measure, unit: code, period: month, subtree: subtree || null }) })}
        />
      )
    }}</Answer>
  )
}

function cellOf(page: SummaryTable | undefined, code: string, row: string, open: (measure: string, subtree: boolean) => void): GridCell | null {
  const line = page?.rows.find((r) => r.title === row)
  const at = page?.columns.findIndex((u) => u?.code === code) ?? -1
  const cell = line?.cells[at]
  if (!line || !cell || cell.blank) return null
  const shown = showValue(cell.value, 'number')
  const measure = line.measure
  return { text: shown.text, look: 'plain', words: `${shown.text}${line.measured_in ?? ''} ${shown.reason}`.trim(), open: measure ? () => { open(measure, cell.units > 1) } : undefined }
}
