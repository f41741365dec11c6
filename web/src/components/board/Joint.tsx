import { Link } from 'react-router'
import type { Agreement, Board, Bundle } from '../../api/types'
import { t } from '../../i18n'
import { showValue } from '../../lib/value'
import { Clause } from '../Clause'
import { ValueView } from '../ValueView'

const NAMES = 4
type Clauses = Record<string, string>

/** Targets counted together (十四项中达到十三项), and figures that should be equal. */
export function Joint({ board, clauses }: { board: Board; clauses: Clauses }) {
  if (board.bundles.length + board.agreements.length === 0) return null
  return (
    <div className="board-two">
      {board.bundles.length > 0 && (
        <section className="section">
          <h2>{t('board.bundles')} <span className="muted num">{board.bundles.length}</span></h2>
          <ul className="panel rows">{board.bundles.map((b) => <BundleRow key={b.name} bundle={b} programme={board.programme} clauses={clauses} />)}</ul>
        </section>
      )}
      {board.agreements.length > 0 && (
        <section className="section">
          <h2>{t('board.agreements')} <span className="muted num">{board.agreements.length}</span></h2>
          <ul className="panel rows">{board.agreements.map((a) => <AgreementRow key={a.name} agreement={a} clauses={clauses} />)}</ul>
        </section>
      )}
    </div>
  )
}

function Parts({ title, parts, programme, red = false }: { title: string; parts: Bundle['short']; programme: string; red?: boolean }) {
  if (parts.length === 0) return null
  return (
    <div className="small">
      <span className={red ? 'red' : 'amber'}>{title} </span>
      {parts.slice(0, NAMES).map((p, i) => <span key={`${p.target}/${p.unit.code}`}>{i > 0 && '、'}<Link to={`/programmes/${programme}/targets/${p.target}?unit=${p.unit.code}`}>{p.title}</Link><span className="muted">（{p.unit.name}）</span></span>)}
      {parts.length > NAMES && <span className="muted"> {t('board.and', { n: parts.length })}</span>}
    </div>
  )
}

function BundleRow({ bundle, programme, clauses }: { bundle: Bundle; programme: string; clauses: Clauses }) {
  const why = showValue(bundle.complete).reason
  return (
    <li>
      <div className="grow">
        <b>{bundle.title}</b> {bundle.complete === true ? <span className="tag">{t('board.met')}</span> : bundle.complete === false ? <span className="tag tag-red">{t('board.short')}</span> : <span className="tag tag-amber" title={why}>{t('board.undecided')}</span>} <Clause clause={bundle.clause} clauses={clauses} />
        <Parts red title={t('board.short')} parts={bundle.short} programme={programme} />
        <Parts title={t('board.undecided')} parts={bundle.undecided} programme={programme} />
      </div>
      <span className="num nowrap">{t('board.bundle.count', { met: bundle.met, expected: bundle.expected })}</span>
    </li>
  )
}

function AgreementRow({ agreement, clauses }: { agreement: Agreement; clauses: Clauses }) {
  const { agrees } = agreement
  return (
    <li>
      <div className="grow">
        <b>{agreement.title}</b> {agrees === true ? <span className="tag">{t('fanout.agrees')}</span> : agrees === false ? <span className="tag tag-red">{t('fanout.differs')}</span> : <span className="tag tag-amber" title={showValue(agrees).reason}>{t('board.undecided')}</span>} <Clause clause={agreement.clause} clauses={clauses} />
        {agrees === false && <div className="small red">{t('board.difference')} <ValueView value={agreement.difference} /></div>}
      </div>
      <span className="num nowrap"><ValueView value={agreement.left} /> / <ValueView value={agreement.right} /></span>
    </li>
  )
}
