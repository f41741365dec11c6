import { useState } from 'react'
import { Link } from 'react-router'
import type { Board, MatrixCell } from '../../api/types'
import { t, type Key } from '../../i18n'
import { useExplain } from '../../lib/explain'
import { query } from '../../lib/format'
import { showValue } from '../../lib/value'
import { ValueView } from '../ValueView'

const STATE: Record<MatrixCell['state'], Key> = { met: 'board.met', short: 'board.short', undecided: 'board.undecided', none: 'board.none' }
const FIRST_ROWS = 60

/** Units × matters: actual / plan and units met in each cell; every cell opens its reason. */
export function Matrix({ board, on }: { board: Board; on: string | null }) {
  const explain = useExplain()
  const [only, setOnly] = useState(false)
  const [find, setFind] = useState('')
  const [all, setAll] = useState(false)
  const open = (c: MatrixCell): boolean => c.state === 'short' || c.state === 'undecided'
  const matching = board.matrix.rows.filter((r) => (!only || r.cells.some(open)) && (find === '' || r.unit.name.includes(find)))
  const rows = all ? matching : matching.slice(0, FIRST_ROWS)
  return (
    <section className="section">
      <h2>{t('board.matrix')} <span className="muted num">{board.matrix.rows.length}</span></h2>
      <div className="toolbar">
        <input type="search" className="input search" placeholder={t('units.search')} aria-label={t('units.search')} value={find} onChange={(e) => { setFind(e.target.value) }} />
        <label className="tick"><input type="checkbox" checked={only} onChange={(e) => { setOnly(e.target.checked) }} />{t('board.only')}</label>
      </div>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls in both directions */}
      <div className="table-wrap matrix" tabIndex={0} role="region" aria-label={t('board.matrix')}>
        <table className="grid sticky-first">
          <thead><tr><th scope="col">{t('unit')}</th>{board.matrix.columns.map((c) => <th key={c.name} scope="col" className="r">{c.title}{c.measured_in && <span className="muted">（{c.measured_in}）</span>}</th>)}</tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.unit.code}>
                <th scope="row" className={`level-${row.unit.level ?? ''}`}>{row.has_children ? <Link to={query({ unit: row.unit.code, on })}>{row.unit.name}</Link> : row.unit.name}</th>
                {row.cells.map((cell, i) => <td key={board.matrix.columns[i]?.name ?? i} className="r">{cellView(cell, row.unit.name, board.matrix.columns[i]?.title ?? '', () => { explain(board.programme, { kind: cell.units_total > 1 ? 'overview' : 'target', name: board.matrix.columns[i]?.name ?? '', unit: row.unit.code }) })}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length < matching.length && <button type="button" className="link no-print" onClick={() => { setAll(true) }}>{t('do.more')}（{matching.length - rows.length}）</button>}
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
