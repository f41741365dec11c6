import type { ReactNode } from 'react'
import type { Programme, ReturnColumn, UnitRef, Value } from '../../api/types'
import { t, type Key } from '../../i18n'
import { useExplain, type Question } from '../../lib/explain'
import { periodText } from '../../lib/format'
import { groupsOf, type Aspect, type Group } from '../../lib/heads'
import type { Sort } from '../../lib/sort'
import { Scroll } from '../Scroll'
import { ValueView } from '../ValueView'
import { SortHead } from './SortHead'
import { useRows } from './useRows'

export interface GridRow { unit: UnitRef; cells: { value: Value; of?: string }[]; total?: boolean; state?: ReactNode }
interface Props {
  programme: Programme
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

const ASPECT: Record<Exclude<Aspect, 'period'>, Key> = { cumulative: 'return.group.cumulative', plan: 'return.group.plan' }

/** A return as it is printed: units of measure in the head, figures right-aligned; every figure opens its records. */
export function ReturnGrid({ programme, period, caption, columns, rows, stateTitle, open, subtree = false }: Props) {
  const explain = useExplain()
  const table = useRows(rows.filter((r) => !r.total), {
    valueOf: (row, key) => (key === 'unit' ? row.unit.name : row.cells[Number(key)]?.value), words: (row) => row.unit.name, placeholder: t('units.search'),
  })
  const totals = rows.filter((r) => r.total)
  const figure = (row: GridRow, i: number) => {
    const cell = row.cells[i]
    const column = columns[i]
    if (!cell || !column) return null
    const value = <ValueView value={cell.value} of={cell.of} as="number" blank />
    if (!open || row.total || cell.value === null || cell.value === undefined || column.shows === 'target') return value
    const what: Question = { kind: 'measure', name: column.measure, unit: row.unit.code, period, cumulative: column.shows === 'period' ? null : true, subtree: subtree || null }
    return <button type="button" className="link figure num" title={t('return.open.records')} onClick={() => { explain(programme.id, what) }}>{value}<span className="sr"> {row.unit.name} {column.title} {t('return.open.records')}</span></button>
  }
  return (
    <>
      {table.box && <div className="toolbar no-print">{table.box}</div>}
      <Scroll label={caption}>
        <table className="grid lined sticky-first return-grid">
          <caption className="sr">{caption}</caption>
          <Heads programme={programme} period={period} columns={columns} stateTitle={stateTitle} sort={table.sort} onSort={table.setSort} />
          <tbody>
            {[...table.shown, ...totals].map((row) => (
              <tr key={row.total ? 'total' : row.unit.code} className={row.total ? 'total' : ''}>
                <th scope="row">{row.unit.name}</th>
                {stateTitle && <td>{row.state}</td>}
                {columns.map((_, i) => <td key={i} className="r">{figure(row, i)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
        {table.none && <p className="empty">{t('table.none.found')}</p>}
      </Scroll>
    </>
  )
}

interface HeadsProps { programme: Programme; period: string; columns: ReturnColumn[]; stateTitle: string | undefined; sort: Sort | null; onSort: (sort: Sort | null) => void }

/** One line of heads, or two with the merged ones above. */
function Heads({ programme, period, columns, stateTitle, sort, onSort }: HeadsProps) {
  const groups = groupsOf(columns)
  const tall = groups.length > 0 ? 2 : undefined
  const titleOf = (group: Group): string => {
    if (group.by === 'measure') return programme.model.measures?.[group.key ?? '']?.title ?? group.key ?? ''
    return group.key === 'period' ? periodText(period) : t(ASPECT[group.key as Exclude<Aspect, 'period'>])
  }
  const head = (i: number, rowSpan?: number) => {
    const column = columns[i]
    if (!column) return null
    return <SortHead key={i} name={String(i)} figures sort={sort} onSort={onSort} rowSpan={rowSpan}>{column.title}{column.measured_in && <span className="muted measure">（{column.measured_in}）</span>}</SortHead>
  }
  const unit = <SortHead name="unit" sort={sort} onSort={onSort} rowSpan={tall}>{t('unit')}</SortHead>
  const state = stateTitle && <th scope="col" rowSpan={tall}>{stateTitle}</th>
  if (!tall) return <thead><tr>{unit}{state}{columns.map((_, i) => head(i))}</tr></thead>
  return (
    <thead>
      <tr>
        {unit}{state}
        {groups.map((g) => (g.span > 1 ? <th key={g.from} scope="colgroup" colSpan={g.span} className="group">{titleOf(g)}</th> : head(g.from, 2)))}
      </tr>
      <tr>{groups.flatMap((g) => (g.span > 1 ? Array.from({ length: g.span }, (_, k) => head(g.from + k)) : []))}</tr>
    </thead>
  )
}
