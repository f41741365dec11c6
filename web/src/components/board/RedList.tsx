import { useState } from 'react'
import { Link } from 'react-router'
import type { Board, RedItem } from '../../api/types'
import { t } from '../../i18n'
import { useExplain, type Question } from '../../lib/explain'

const FIRST = 7
const NAMES = 3

/** Where the thing is handled. */
function pageOf(board: Board, item: RedItem): string {
  const base = `/programmes/${board.programme}`
  const unit = item.units[0]?.code ?? board.unit.code
  if (item.kind.startsWith('return')) return `${base}/returns/${item.name}/compiled?unit=${board.unit.code}${item.period ? `&period=${item.period}` : ''}`
  return `${base}/board?unit=${unit}`
}

/** At most seven things that need a decision, each with its reason and its page. */
export function RedList({ board }: { board: Board }) {
  const explain = useExplain()
  const [all, setAll] = useState(false)
  const shown = all ? board.red : board.red.slice(0, FIRST)
  const more = board.red.length - shown.length
  const why = (item: RedItem): Question => ({
    kind: item.kind.startsWith('return') ? 'return' : item.kind.startsWith('target') ? 'target' : 'duty', name: item.name, unit: item.units[0]?.code ?? board.unit.code, period: item.period,
  })
  return (
    <section className="section">
      <h2 className={board.red.length > 0 ? 'red' : ''}>{t('board.red')} <span className="num muted">{board.red.length}</span></h2>
      {board.red.length === 0
        ? <p className="panel panel-pad green">{t('board.red.none')}</p>
        : (
          <ul className="panel rows red-list">
            {shown.map((r) => (
              <li key={`${r.kind}${r.name}${r.period ?? ''}`}>
                <div className="grow"><b>{r.say}</b>
                  {r.units.length > NAMES && <details className="small muted"><summary>{t('board.names', { n: r.units.length })}</summary>{r.units.map((u) => u.name).join('、')}</details>}
                </div>
                <div className="row">
                  <button type="button" className="link" aria-label={`${t('do.why')} ${r.say}`} onClick={() => { explain(board.programme, why(r)) }}>{t('do.why')}</button>
                  <Link className="btn" aria-label={`${t('do.open')} ${r.title}`} to={pageOf(board, r)}>{t('do.open')}</Link>
                </div>
              </li>
            ))}
          </ul>
        )}
      {more > 0 && <button type="button" className="link no-print" onClick={() => { setAll(true) }}>{t('board.red.more', { n: more })}</button>}
    </section>
  )
}
