import type { PlanTable } from '../../api/types'
import { t } from '../../i18n'
import { ValueView } from '../ValueView'

/** Tables rebuilt from the text; a blank cell of the text stays blank, it is not zero. */
export function Tables({ tables, onPick }: { tables: PlanTable[]; onPick: (lines: number[]) => void }) {
  return (
    <div className="stack-lg plan-tables">
      {tables.map((table) => (
        <section key={table.line} className="section">
          <button type="button" className="finding-say" onClick={() => { onPick(range(table.line, table.last_line)) }}>
            <span className="grow" lang="zh-CN">{table.title || t('kind.tables')}</span><span className="muted small num nowrap">{table.line}–{table.last_line}</span>
          </button>
          <p className="muted small">{t('review.table.count', { columns: table.columns.length, rows: table.rows.length, numbers: table.numbers, blanks: table.blanks })}{table.placements > 1 && <span className="amber"> {t('review.table.placements', { n: table.placements })}</span>}</p>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls sideways */}
          <div className="table-wrap" tabIndex={0} role="region" aria-label={table.title || t('kind.tables')} lang="zh-CN">
            <table className="grid lined sticky-first small">
              <thead><tr><th scope="col"><span className="sr">{t('programme.name')}</span></th>{table.columns.map((c, i) => <th key={i} scope="col" className="r">{c}</th>)}</tr></thead>
              <tbody>{table.rows.map((row, n) => <tr key={n}><th scope="row">{row.label}</th>{row.cells.map((cell, i) => <td key={i} className="r"><ValueView value={cell} blank /></td>)}</tr>)}</tbody>
            </table>
          </div>
        </section>
      ))}
    </div>
  )
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}
