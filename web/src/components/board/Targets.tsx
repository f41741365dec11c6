import type { Board, BoardTarget } from '../../api/types'
import { t, tOr } from '../../i18n'
import { explainUrl, useExplain } from '../../lib/explain'
import { isUnknown, showValue } from '../../lib/value'
import { ValueView } from '../ValueView'

export function MetTag({ met }: { met: BoardTarget['met'] }) {
  if (met === true) return <span className="tag tag-green">{t('board.met')}</span>
  if (met === false) return <span className="tag tag-red">{t('board.short')}</span>
  const why = isUnknown(met) ? showValue(met).reason : t('value.missing')
  return <span className="tag tag-amber" title={why}>{t('board.unknown')}<span className="sr">{why}</span></span>
}

/** Plan against actual for each target; units met stand beside the sum and are never rescued by it. */
export function Targets({ board, programme }: { board: Board; programme: string }) {
  const { explain } = useExplain()
  return (
    <section className="section">
      <h2>{t('board.targets')}</h2>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls sideways on narrow screens */}
      <div className="table-wrap" tabIndex={0} role="region" aria-label={t('board.targets')}>
        <table className="grid sticky-first">
          <thead>
            <tr>
              <th scope="col">{t('board.target')}</th><th scope="col" className="r">{t('board.plan')}</th><th scope="col" className="r">{t('board.actual')}</th><th scope="col" className="r">{t('board.gap')}</th>
              <th scope="col" className="r">{t('board.units')}</th><th scope="col">{t('state')}</th><th scope="col"><span className="sr">{t('do.why')}</span></th>
            </tr>
          </thead>
          <tbody>
            {board.targets.map((x) => (
              <tr key={x.name}>
                <th scope="row">{x.title}{x.measured_in && <span className="muted">（{x.measured_in}）</span>}</th>
                <td className="r"><span className="muted">{tOr(`op.${x.op}`, '')} </span><ValueView value={x.value} /></td>
                <td className="r"><b><ValueView value={x.actual} /></b></td>
                <td className="r"><ValueView value={x.gap} /></td>
                <td className="r"><span className={x.units_met < x.units_total ? 'red' : ''}>{x.units_met}</span> / {x.units_total}</td>
                <td className="nowrap"><MetTag met={x.met} />{x.forecast && <div className="small muted">{t('board.forecast', { what: x.forecast })}</div>}</td>
                <td className="nowrap"><button type="button" className="link" aria-label={`${t('do.why')} ${x.title}`} onClick={() => { explain(explainUrl(programme, { kind: 'target', name: x.name, unit: board.unit.code })) }}>{t('do.why')}</button></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
