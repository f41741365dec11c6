import { useState } from 'react'
import { Link } from 'react-router'
import type { Board, MatrixCell, Programme } from '../../api/types'
import { t, type Key } from '../../i18n'
import { useExplain } from '../../lib/explain'
import { query } from '../../lib/format'
import { runsOf } from '../../lib/heads'
import { showValue } from '../../lib/value'
import { Scroll } from '../Scroll'
import { SortHead } from '../tables/SortHead'
import { useRows } from '../tables/useRows'
import { ValueView } from '../ValueView'

const STATE: Record<MatrixCell['state'], Key> = { met: 'board.met', short: 'board.short', undecided: 'board.undecided', none: 'board.none' }
const FIRST_ROWS = 60

/** Bundles of the programme (十项指标) as heads over the columns that they count together. */
function bundleOf(bundles: Programme['model']['bundles'] | undefined, column: string): string | null {
  return Object.values(bundles ?? {}).find((b) => b.targets.includes(column))?.title ?? null
}

/** Units × matters: actual / plan and units met in each cell; every cell opens its reason. */
export function Matrix({ board, on, bundles }: { board: Board; on: string | null; bundles?: Programme['model']['bundles'] | undefined }) {
  const explain = useExplain()
  const [only, setOnly] = useState(false)
  const [all, setAll] = useState(false)
  const open = (c: MatrixCell): boolean => c.state === 'short' || c.state === 'undecided'
  const { columns } = board.matrix
  const table = useRows(board.matrix.rows.filter((r) => !only || r.cells.some(open)), {
    words: (r) => r.unit.name, placeholder: t('units.search'), box: true, valueOf: (r, key) => (key === 'unit' ? r.unit.name : r.cells[Number(key)]?.actual),
  })
  const rows = all ? table.shown : table.shown.slice(0, FIRST_ROWS)
  const groups = runsOf(columns.map((c) => bundleOf(bundles, c.name)))
  const two = groups.some((g) => g.span > 1)
  const head = (i: number, tall: boolean) => {
    const c = columns[i]
    return c && <SortHead key={c.name} name={String(i)} figures sort={table.sort} onSort={table.setSort} rowSpan={tall ? 2 : undefined}>{c.title}{c.measured_in && <span className="muted">（{c.measured_in}）</span>}</SortHead>
  }
  return (
    <section className="section">
      <h2>{t('board.matrix')} <span className="muted num">{board.matrix.rows.length}</span></h2>
      <div className="toolbar no-print">
        {table.box}
        <label className="tick"><input type="checkbox" checked={only} onChange={(e) => { setOnly(e.target.checked) }} />{t('board.only')}</label>
      </div>
      <Scroll className="matrix" label={t('board.matrix')}>
        <table className="grid sticky-first">
          <thead>
            <tr>
              <SortHead name="unit" sort={table.sort} onSort={table.setSort} rowSpan={two ? 2 : undefined}>{t('unit')}</SortHead>
              {groups.map((g) => (g.span > 1 ? <th key={g.from} scope="colgroup" colSpan={g.span} className="group">{g.key}</th> : head(g.from, two)))}
            </tr>
            {two && <tr>{groups.flatMap((g) => (g.span > 1 ? Array.from({ length: g.span }, (_, k) => head(g.from + k, false)) : []))}</tr>}
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.unit.code}>
                <th scope="row" className={table.sort ? '' : `level-${row.unit.level}`}>{row.has_children ? <Link to={query({ unit: row.unit.code, on })}>{row.unit.name}</Link> : row.unit.name}</th>
                {row.cells.map((cell, i) => <td key={columns[i]?.name ?? i} className="r">{cellView(cell, row.unit.name, columns[i]?.title ?? '', () => { explain(board.programme, { kind: cell.units_total > 1 ? 'overview' : 'target', name: columns[i]?.name ?? '', unit: row.unit.code }) })}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p className="empty">{t(only && !table.none ? 'board.only.none' : 'table.none.found')}</p>}
      </Scroll>
      {rows.length < table.shown.length && <button type="button" className="link no-print" onClick={() => { setAll(true) }}>{t('do.more')}（{table.shown.length - rows.length}）</button>}
    </section>
  )
}

function cellView(cell: MatrixCell, unit: string, target: string, open: () => void) {
  if (cell.state === 'none') return <span className="sr">{t('board.none')}</span>
  const words = t('board.cell', { unit, target, value: showValue(cell.actual).text, plan: showValue(cell.quota).text, state: t(STATE[cell.state]) })
  const inner = <><b><ValueView value={cell.actual} /></b><span className="plan"> / <ValueView value={cell.quota} /></span></>
  const className = `cell cell-${cell.state}`
  return <button type="button" className={className} title={words} aria-label={words} onClick={open}>{inner}{cell.units_total > 1 && <span className="plan"> · {cell.units_met}/{cell.units_total}</span>}</button>
}
