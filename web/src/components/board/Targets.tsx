import { Link } from 'react-router'
import type { Board, BoardTarget } from '../../api/types'
import { t, tOr } from '../../i18n'
import { useExplain } from '../../lib/explain'
import { showValue } from '../../lib/value'
import { ValueView } from '../ValueView'

const NAMES = 4

function MetTag({ target }: { target: BoardTarget }) {
  if (target.complete === true) return <span className="tag tag-green">{t('board.met')}</span>
  if (target.complete === false) return <span className="tag tag-red">{target.aspired ? t('board.short.aspired') : t('board.short')}</span>
  const why = showValue(target.complete).reason
  return <span className="tag tag-amber" title={why}>{t('board.undecided')}<span className="sr">{why}</span></span>
}

/** Plan against actual for each target; units met stand beside the sum and are never rescued by it. */
export function Targets({ board }: { board: Board }) {
  const explain = useExplain()
  return (
    <section className="section">
      <h2>{t('board.targets')}</h2>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls sideways on narrow screens */}
      <div className="table-wrap" tabIndex={0} role="region" aria-label={t('board.targets')}>
        <table className="grid sticky-first">
          <thead>
            <tr>
              <th scope="col">{t('board.target')}</th><th scope="col" className="r">{t('board.plan')}</th><th scope="col" className="r">{t('board.actual')}</th>
              <th scope="col" className="r">{t('board.units')}</th><th scope="col">{t('state')}</th><th scope="col">{t('board.short.units')}</th><th scope="col" className="no-print"><span className="sr">{t('do.why')}</span></th>
            </tr>
          </thead>
          <tbody>
            {board.targets.map((x) => (
              <tr key={x.name}>
                <th scope="row">{x.title}{x.measured_in && <span className="muted">（{x.measured_in}）</span>}</th>
                <td className="r"><span className="muted">{tOr(`op.${x.op}`, '')} </span><ValueView value={x.quota} /></td>
                <td className="r"><b><ValueView value={x.actual} /></b></td>
                <td className="r"><span className={x.units_short > 0 ? 'red' : ''}>{x.units_met}</span> / {x.units_total}</td>
                <td className="nowrap"><MetTag target={x} />{x.own?.forecast && <div className="small muted">{t('board.forecast', { ...x.own.forecast })}</div>}</td>
                <td className="small">
                  {x.short.slice(0, NAMES).map((u, i) => <span key={u.code}>{i > 0 && '、'}<Link to={`?unit=${u.code}`}>{u.name}</Link></span>)}
                  {x.short.length > NAMES && <span className="muted"> {t('board.and', { n: x.short.length })}</span>}
                </td>
                <td className="nowrap no-print"><button type="button" className="link" aria-label={`${t('do.why')} ${x.title}`} onClick={() => { explain(board.programme, { kind: x.units_total > 1 ? 'overview' : 'target', name: x.name, unit: board.unit.code }) }}>{t('do.why')}</button></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
