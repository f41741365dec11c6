import { useRef, useState, type ReactNode } from 'react'
import { Link } from 'react-router'
import { t } from '../../i18n'
import { cellKeys } from '../../lib/cells'
import { runsOf } from '../../lib/heads'
import { useSlice } from '../../lib/window'

/** What a cell says: nothing owed, done, on its way, late, not known. */
export type Look = 'none' | 'done' | 'late-done' | 'open' | 'late' | 'unknown' | 'plain'
export interface GridCell { text: string; look: Look; words: string; to?: string | undefined; open?: (() => void) | undefined }
export interface Line { key: string; title: string; to?: string | undefined; note?: string | undefined; indent?: boolean; group?: string | null }

interface Props {
  label: string
  /** Head of the first column. */
  corner: string
  rows: Line[]
  columns: Line[]
  cell: (row: string, column: string) => GridCell | null
  /** What the looks mean. */
  legend?: string
  /** Further controls beside the search box. */
  controls?: ReactNode
}

const ROW_PX = 34
const COLUMNS_IN_SIGHT = 24
const ACT = new Set<Look>(['late'])

/** Many rows × many columns: heads stay in sight, rows out of sight are not drawn, columns are paged, both can be searched. */
export function MatrixGrid({ label, corner, rows, columns, cell, controls, legend }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [find, setFind] = useState('')
  const [only, setOnly] = useState(false)
  const [page, setPage] = useState(0)
  const acts = (row: string): boolean => columns.some((c) => { const x = cell(row, c.key); return x !== null && ACT.has(x.look) })
  const shown = rows.filter((r) => (find === '' || r.title.includes(find) || (r.note ?? '').includes(find)) && (!only || acts(r.key)))
  const pages = Math.max(1, Math.ceil(columns.length / COLUMNS_IN_SIGHT))
  const across = columns.slice(page * COLUMNS_IN_SIGHT, (page + 1) * COLUMNS_IN_SIGHT)
  const { from, to, above, below } = useSlice(box, shown.length, ROW_PX)
  const groups = runsOf(across.map((c) => c.group ?? null))
  const two = groups.some((g) => g.span > 1)
  const room = (px: number) => px > 0 && <tr aria-hidden="true" className="room"><td colSpan={across.length + 1} style={{ height: px }} /></tr>
  const head = (c: Line, tall: boolean) => <th key={c.key} scope="col" rowSpan={tall ? 2 : undefined} className="c">{c.to ? <Link to={c.to}>{c.title}</Link> : c.title}</th>
  return (
    <>
      <div className="toolbar no-print">
        <input type="search" className="input input-sm search" placeholder={t('table.find')} aria-label={t('table.find')} value={find} onChange={(e) => { setFind(e.target.value) }} />
        <label className="tick"><input type="checkbox" checked={only} onChange={(e) => { setOnly(e.target.checked) }} />{t('matrix.only')}</label>
        {controls}
        {pages > 1 && (
          <span className="row">
            <button type="button" className="btn btn-small" disabled={page === 0} onClick={() => { setPage(page - 1) }}>{t('do.previous')}</button>
            <span className="num">{t('matrix.columns', { from: page * COLUMNS_IN_SIGHT + 1, to: page * COLUMNS_IN_SIGHT + across.length, all: columns.length })}</span>
            <button type="button" className="btn btn-small" disabled={page >= pages - 1} onClick={() => { setPage(page + 1) }}>{t('do.next')}</button>
          </span>
        )}
      </div>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys act on the cells inside */}
      <div
        ref={box} className="table-wrap big-matrix" role="region" aria-label={label} data-keys="table" onKeyDown={cellKeys}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls in both directions
        tabIndex={0}
      >
        <table className="grid lined sticky-first" aria-rowcount={shown.length + 1}>
          <caption className="sr">{label}</caption>
          <thead>
            <tr><th scope="col" rowSpan={two ? 2 : undefined}>{corner}</th>{groups.map((g) => {
              const first = across[g.from]
              return g.span > 1 ? <th key={g.from} scope="colgroup" colSpan={g.span} className="group">{g.key}</th> : first && head(first, two)
            })}</tr>
            {two && <tr>{groups.flatMap((g) => (g.span > 1 ? across.slice(g.from, g.from + g.span).map((c) => head(c, false)) : []))}</tr>}
          </thead>
          <tbody>
            {room(above)}
            {shown.slice(from, to).map((r, i) => (
              <tr key={r.key} aria-rowindex={from + i + 2}>
                <th scope="row" className={r.indent ? 'indent' : ''} title={r.note ? `${r.title} ${r.note}` : r.title}>{r.to ? <Link to={r.to}>{r.title}</Link> : r.title}{r.note && <span className="muted small"> {r.note}</span>}</th>
                {across.map((c) => <td key={c.key} className="c">{view(cell(r.key, c.key), `${r.title} ${c.title}`)}</td>)}
              </tr>
            ))}
            {room(below)}
          </tbody>
        </table>
        {shown.length === 0 && <p className="empty">{t(only && find === '' ? 'matrix.only.none' : 'table.none.found')}</p>}
      </div>
      {legend && <p className="muted small legend no-print">{legend}</p>}
    </>
  )
}

/** Every cell opens what it says; the arrow keys walk between them, so that they are no stops of the Tab key. */
function view(cell: GridCell | null, where: string) {
  if (!cell) return <span className="sr">{t('matrix.none')}</span>
  const words = `${where} ${cell.words}`
  const look = `mark mark-${cell.look} num`
  if (cell.to) return <Link tabIndex={-1} className={look} to={cell.to} title={words} aria-label={words}>{cell.text}</Link>
  if (cell.open) return <button type="button" tabIndex={-1} className={look} title={words} aria-label={words} onClick={cell.open}>{cell.text}</button>
  return <span className={look} title={words}>{cell.text}<span className="sr"> {cell.words}</span></span>
}
