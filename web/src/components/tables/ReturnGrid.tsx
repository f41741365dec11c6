import type { Cell, ReturnColumn, ReturnRow } from '../../api/types'
import { t } from '../../i18n'
import { useExplain } from '../../lib/explain'
import type { ReactNode } from 'react'
import { ValueView } from '../ValueView'

interface Props {
  caption: ReactNode
  columns: ReturnColumn[]
  rows: ReturnRow[]
  /** A further column after the unit's name: how it filed. */
  state?: { title: string; cell: (row: ReturnRow) => ReactNode }
}

interface Head { title: string; span: number }

/** Neighbouring columns of one group share a merged head cell. */
export function groupsOf(columns: ReturnColumn[]): Head[] | null {
  if (!columns.some((c) => c.group)) return null
  const out: Head[] = []
  let open: string | null = null
  for (const c of columns) {
    const last = out.at(-1)
    if (last && c.group && c.group === open) last.span += 1
    else out.push({ title: c.group ?? '', span: 1 })
    open = c.group ?? null
  }
  return out
}

/** A return as it is printed: merged heads, units of measure, figures right-aligned; every figure opens its records. */
export function ReturnGrid({ caption, columns, rows, state }: Props) {
  const groups = groupsOf(columns)
  const head = (c: ReturnColumn, i: number, span = 1) => (
    <th key={i} scope="col" className="r" rowSpan={span}>{c.title}{c.measured_in && <span className="muted measure">（{c.measured_in}）</span>}</th>
  )
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls sideways on narrow screens
    <div className="table-wrap" tabIndex={0} role="region" aria-label={typeof caption === 'string' ? caption : t('return.title')}>
      <table className="grid lined sticky-first return-grid">
        <caption className="sr">{caption}</caption>
        <thead>
          {groups && (
            <tr>
              <th scope="col" rowSpan={2}>{t('unit')}</th>
              {state && <th scope="col" rowSpan={2}>{state.title}</th>}
              {spread(groups, columns).map((g) => (g.title === ''
                ? head(columns[g.at] as ReturnColumn, g.at, 2)
                : <th key={g.at} scope="colgroup" colSpan={g.span} className="group">{g.title}</th>))}
            </tr>
          )}
          <tr>
            {!groups && <th scope="col">{t('unit')}</th>}
            {!groups && state && <th scope="col">{state.title}</th>}
            {columns.map((c, i) => (groups && !c.group ? null : head(c, i)))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.unit.code}${row.is_total ? 'total' : ''}`} className={row.is_total ? 'total' : ''}>
              <th scope="row">{row.unit.name}</th>
              {state && <td>{state.cell(row)}</td>}
              {row.cells.map((cell, i) => <td key={i} className="r"><Figure cell={cell} unit={row.unit.name} title={columns[i]?.title ?? ''} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Heads of groups with their place; a column without a group gets an empty head of its own. */
function spread(groups: Head[], columns: ReturnColumn[]): { title: string; span: number; at: number }[] {
  let at = 0
  return groups.map((g) => {
    const here = { title: columns[at]?.group ? g.title : '', span: g.span, at }
    at += g.span
    return here
  })
}

function Figure({ cell, unit, title }: { cell: Cell; unit: string; title: string }) {
  const { follow } = useExplain()
  const link = cell.open_url ?? cell.link
  const value = <ValueView value={cell.value} of={cell.of} as="number" blank />
  if (!link || cell.value === null || cell.value === undefined) return value
  return <button type="button" className="link figure num" title={t('return.open.records')} aria-label={`${unit} ${title} ${typeof cell.value === 'string' ? cell.value : ''}`} onClick={() => { follow(link) }}>{value}</button>
}
