import type { ReactNode } from 'react'
import type { ReturnColumn, UnitRef, Value } from '../../api/types'
import { t } from '../../i18n'
import { useExplain, type Question } from '../../lib/explain'
import { ValueView } from '../ValueView'

export interface GridRow { unit: UnitRef; cells: { value: Value; of?: string }[]; total?: boolean; state?: ReactNode }
interface Props {
  programme: string
  period: string
  caption: string
  columns: ReturnColumn[]
  rows: GridRow[]
  /** Head of a further column after the unit's name: how it filed. */
  stateTitle?: string
  /** Figures of a row hold all units under it. */
  subtree?: boolean
  /** Figures of a filed version are what they were; live ones open their records. */
  open: boolean
}

/** A return as it is printed: units of measure in the head, figures right-aligned; every figure opens its records. */
export function ReturnGrid({ programme, period, caption, columns, rows, stateTitle, open, subtree = false }: Props) {
  const explain = useExplain()
  const figure = (row: GridRow, i: number) => {
    const cell = row.cells[i]
    const column = columns[i]
    if (!cell || !column) return null
    const value = <ValueView value={cell.value} of={cell.of} as="number" blank />
    if (!open || row.total || cell.value === null || cell.value === undefined || column.shows === 'target') return value
    const what: Question = { kind: 'measure', name: column.measure, unit: row.unit.code, period: column.shows === 'period' ? period : null, subtree: subtree || null }
    return <button type="button" className="link figure num" title={t('return.open.records')} onClick={() => { explain(programme, what) }}>{value}<span className="sr"> {row.unit.name} {column.title} {t('return.open.records')}</span></button>
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls sideways on narrow screens
    <div className="table-wrap" tabIndex={0} role="region" aria-label={caption}>
      <table className="grid lined sticky-first return-grid">
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('unit')}</th>
            {stateTitle && <th scope="col">{stateTitle}</th>}
            {columns.map((c, i) => <th key={i} scope="col" className="r">{c.title}{c.measured_in && <span className="muted measure">（{c.measured_in}）</span>}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.total ? 'total' : row.unit.code} className={row.total ? 'total' : ''}>
              <th scope="row">{row.unit.name}</th>
              {stateTitle && <td>{row.state}</td>}
              {columns.map((_, i) => <td key={i} className="r">{figure(row, i)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
