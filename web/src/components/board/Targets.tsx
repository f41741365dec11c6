import { Link } from 'react-router'
import type { Board, BoardTarget } from '../../api/types'
import { t, tOr } from '../../i18n'
import { useExplain } from '../../lib/explain'
import { showValue } from '../../lib/value'
import { Scroll } from '../Scroll'
import { SortHead } from '../tables/SortHead'
import { useRows } from '../tables/useRows'
import { ValueView } from '../ValueView'

const NAMES = 4

export function MetTag({ target }: { target: BoardTarget }) {
  if (target.complete === true) return <span className="tag">{t('board.met')}</span>
  if (target.complete === false) return <span className="tag tag-red">{target.aspired ? t('board.short.aspired') : t('board.short')}</span>
  const why = showValue(target.complete).reason
  return <span className="tag tag-amber" title={why}>{t('board.undecided')}<span className="sr">{why}</span></span>
}

/** Plan against actual for each target; units met stand beside the sum and are never rescued by it. */
export function Targets({ board }: { board: Board }) {
  const explain = useExplain()
  const rows = useRows(board.targets, {
    words: (x) => x.title, placeholder: t('board.targets.find'),
    valueOf: (x, key) => (key === 'plan' ? x.quota : key === 'actual' ? x.actual : key === 'units' ? String(x.units_short) : key === 'state' ? x.complete : x.title),
  })
  const head = (name: string, title: string, figures = false) => <SortHead name={name} figures={figures} sort={rows.sort} onSort={rows.setSort}>{title}</SortHead>
  return (
    <section className="section">
      <h2>{t('board.targets')} <span className="muted num">{board.targets.length}</span></h2>
      {rows.box && <div className="toolbar no-print">{rows.box}</div>}
      <Scroll label={t('board.targets')}>
        <table className="grid sticky-first">
          <thead>
            <tr>
              {head('title', t('board.target'))}{head('plan', t('board.plan'), true)}{head('actual', t('board.actual'), true)}{head('units', t('board.units'), true)}{head('state', t('state'))}
              <th scope="col">{t('board.short.units')}</th><th scope="col" className="no-print"><span className="sr">{t('do.why')}</span></th>
            </tr>
          </thead>
          <tbody>
            {rows.shown.map((x) => (
              <tr key={x.name}>
                <th scope="row" className="wraps"><Link to={`/programmes/${board.programme}/targets/${x.name}?unit=${board.unit.code}`}>{x.title}</Link>{x.measured_in && <span className="muted">（{x.measured_in}）</span>}</th>
                <td className="r"><span className="muted">{tOr(`op.${x.op}`, '')} </span><ValueView value={x.quota} /></td>
                <td className="r"><b><ValueView value={x.actual} /></b></td>
                <td className="r"><span className={x.units_short > 0 ? 'red' : ''}>{x.units_met}</span> / {x.units_total}</td>
                <td className="nowrap"><MetTag target={x} />{x.strength !== 'plain' && <span className="muted small"> {t(`strength.${x.strength}`)}</span>}{x.own?.forecast && <div className="small muted">{t('board.forecast', { ...x.own.forecast })}</div>}</td>
                <td className="small">
                  {x.short.slice(0, NAMES).map((u, i) => <span key={u.code}>{i > 0 && '、'}<Link to={`?unit=${u.code}`}>{u.name}</Link></span>)}
                  {x.short.length > NAMES && <span className="muted"> {t('board.and', { n: x.short.length })}</span>}
                </td>
                <td className="nowrap no-print"><button type="button" className="link" aria-label={`${t('do.why')} ${x.title}`} onClick={() => { explain(board.programme, { kind: x.units_total > 1 ? 'overview' : 'target', name: x.name, unit: board.unit.code }) }}>{t('do.why')}</button></td>
              </tr>
            ))}
          </tbody>
        </table>
        {rows.none && <p className="empty">{t('table.none.found')}</p>}
      </Scroll>
    </section>
  )
}
