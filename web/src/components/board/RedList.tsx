import { useState } from 'react'
import type { Board } from '../../api/types'
import { t } from '../../i18n'
import { useExplain } from '../../lib/explain'

const FIRST = 7

/** At most seven things that need a decision, each with its reason and its page. */
export function RedList({ board }: { board: Board }) {
  const { explain, follow } = useExplain()
  const [all, setAll] = useState(false)
  const shown = all ? board.red : board.red.slice(0, FIRST)
  const more = (board.red_total ?? board.red.length) - shown.length
  return (
    <section className="section">
      <h2 className={board.red.length > 0 ? 'red' : ''}>{t('board.red')} <span className="num muted">{board.red_total ?? board.red.length}</span></h2>
      {board.red.length === 0
        ? <p className="panel panel-pad green">{t('board.red.none')}</p>
        : (
          <ul className="panel rows red-list">
            {shown.map((r, i) => (
              <li key={`${r.kind}${r.title}${String(i)}`}>
                <div className="grow"><b>{r.title}</b> <span className="muted">{typeof r.unit === 'string' ? r.unit : r.unit.name}</span><div>{r.say}</div></div>
                <div className="row">
                  {r.why_url && <button type="button" className="link" onClick={() => { explain(r.why_url ?? '') }}>{t('do.why')}</button>}
                  {r.link && <button type="button" className="btn" onClick={() => { follow(r.link ?? '') }}>{t('do.open')}</button>}
                </div>
              </li>
            ))}
          </ul>
        )}
      {more > 0 && !all && board.red.length > FIRST && <button type="button" className="link" onClick={() => { setAll(true) }}>{t('board.red.more', { n: more })}</button>}
      {more > 0 && (all || board.red.length <= FIRST) && <p className="muted">{t('board.red.more', { n: more })}</p>}
    </section>
  )
}
