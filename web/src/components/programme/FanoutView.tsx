import type { Fanout } from '../../api/types'
import { t } from '../../i18n'
import { ValueView } from '../ValueView'

function Agrees({ agrees }: { agrees: boolean | null | undefined }) {
  if (agrees === true) return <span className="tag tag-green">{t('fanout.agrees')}</span>
  if (agrees === false) return <span className="tag tag-red">{t('fanout.differs')}</span>
  return <span className="tag">{t('fanout.unstated')}</span>
}

/** How the programme falls on its units: counts and sums against what the text says. */
export function FanoutView({ fanout }: { fanout: Fanout }) {
  const months = [...new Set(fanout.duties.flatMap((d) => d.per_month.map((m) => m.month)))].sort()
  return (
    <div className="stack-lg">
      {fanout.problems.length > 0
        ? <div className="note note-amber"><b>{t('fanout.problems')}</b><ul>{fanout.problems.map((p) => <li key={p.say}>{p.say}{p.clause && <span className="muted num"> {p.clause}</span>}</li>)}</ul></div>
        : <p className="note note-accent">{t('fanout.ok')}</p>}
      {fanout.open_asks.length > 0 && (
        <div className="note"><b>{t('fanout.asks')}</b><ul>{fanout.open_asks.map((a) => <li key={typeof a === 'string' ? a : a.name}>{typeof a === 'string' ? a : a.title}</li>)}</ul></div>
      )}
      <div className="table-wrap">
        <table className="grid">
          <caption>{t('fanout.units', { n: fanout.units_total })}</caption>
          <thead><tr><th scope="col">{t('fanout.group')}</th><th scope="col" className="r">{t('fanout.count')}</th><th scope="col" className="r">{t('fanout.stated')}</th><th scope="col">{t('state')}</th></tr></thead>
          <tbody>{fanout.groups.map((g) => <tr key={g.name}><td>{g.name}</td><td className="r">{g.count}</td><td className="r"><ValueView value={g.stated === null || g.stated === undefined ? null : String(g.stated)} blank /></td><td><Agrees agrees={g.stated === null || g.stated === undefined ? null : (g.agrees ?? g.stated === g.count)} /></td></tr>)}</tbody>
        </table>
      </div>
      {fanout.targets.length > 0 && (
        <div className="table-wrap">
          <table className="grid">
            <caption>{t('fanout.targets')}</caption>
            <thead><tr><th scope="col">{t('fanout.target')}</th><th scope="col">{t('fanout.at')}</th><th scope="col" className="r">{t('fanout.count')}</th><th scope="col" className="r">{t('fanout.sum')}</th><th scope="col" className="r">{t('fanout.stated')}</th><th scope="col">{t('fanout.source')}</th><th scope="col">{t('state')}</th></tr></thead>
            <tbody>
              {fanout.targets.flatMap((x) => {
                const stated: (Fanout['targets'][number]['stated'][number] | null)[] = x.stated.length > 0 ? x.stated : [null]
                return stated.map((s, i) => (
                  <tr key={`${x.name}${String(i)}`}>
                    <td>{i === 0 ? x.title : ''}</td><td>{s ? (typeof s.at_unit === 'string' ? s.at_unit : s.at_unit.name) : ''}</td><td className="r">{i === 0 ? x.units : ''}</td>
                    <td className="r"><ValueView value={s ? s.quota_sum : x.sum_of_quotas} /></td><td className="r">{s && <ValueView value={s.stated} />}</td><td className="muted num">{s?.source}</td><td><Agrees agrees={s ? s.agrees : null} /></td>
                  </tr>
                ))
              })}
            </tbody>
          </table>
        </div>
      )}
      {fanout.duties.length > 0 && (
        <div className="table-wrap">
          <table className="grid sticky-first">
            <caption>{t('fanout.duties')}</caption>
            <thead><tr><th scope="col">{t('programme.name')}</th><th scope="col" className="r">{t('fanout.count')}</th>{months.map((m) => <th key={m} scope="col" className="r">{m}</th>)}</tr></thead>
            <tbody>{fanout.duties.map((d) => <tr key={d.name}><td>{d.title}</td><td className="r">{d.units}</td>{months.map((m) => <td key={m} className="r">{d.per_month.find((x) => x.month === m)?.count ?? ''}</td>)}</tr>)}</tbody>
          </table>
        </div>
      )}
    </div>
  )
}
