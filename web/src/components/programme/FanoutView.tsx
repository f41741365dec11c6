import type { Fanout } from '../../api/types'
import { t } from '../../i18n'
import { ValueView } from '../ValueView'
import { Scroll } from '../Scroll'

function Agrees({ agrees }: { agrees: boolean | null | undefined }) {
  if (agrees === true) return <span className="tag">{t('fanout.agrees')}</span>
  if (agrees === false) return <span className="tag tag-red">{t('fanout.differs')}</span>
  return <span className="tag">{t('fanout.unstated')}</span>
}

/** How the programme falls on its units: counts and sums against what the text says. */
export function FanoutView({ fanout }: { fanout: Fanout }) {
  const months = [...new Set(fanout.load.map((l) => l.month))].sort()
  const levels = [...new Set(fanout.load.map((l) => l.level))]
  return (
    <div className="stack-lg">
      {fanout.differences.length > 0
        ? <div className="note note-amber"><b>{t('fanout.problems')}</b><ul>{fanout.differences.map((d) => <li key={d}>{d}</li>)}</ul></div>
        : <p className="note note-accent">{t('fanout.ok')}</p>}
      {fanout.open_asks.length > 0 && (
        <div className="note"><b>{t('fanout.asks')}</b><ul>{fanout.open_asks.map((a) => <li key={a.name}>{a.title} {a.needed_before_publication && <span className="tag tag-amber">{t('programme.ask.needed')}</span>}</li>)}</ul></div>
      )}
      <Scroll>
        <table className="grid">
          <caption>{t('fanout.units', { n: fanout.units_total })}</caption>
          <thead><tr><th scope="col">{t('fanout.group')}</th><th scope="col" className="r">{t('fanout.count')}</th><th scope="col" className="r">{t('fanout.stated')}</th><th scope="col">{t('state')}</th></tr></thead>
          <tbody>{fanout.groups.map((g) => <tr key={g.name}><td>{g.name}</td><td className="r">{g.count}</td><td className="r"><ValueView value={g.stated === null || g.stated === undefined ? null : String(g.stated)} blank /></td><td><Agrees agrees={g.stated === null || g.stated === undefined ? null : (g.agrees ?? g.stated === g.count)} /></td></tr>)}</tbody>
        </table>
      </Scroll>
      {fanout.targets.length > 0 && (
        <Scroll>
          <table className="grid">
            <caption>{t('fanout.targets')}</caption>
            <thead><tr><th scope="col">{t('fanout.target')}</th><th scope="col">{t('fanout.at')}</th><th scope="col" className="r">{t('fanout.count')}</th><th scope="col" className="r">{t('fanout.sum')}</th><th scope="col" className="r">{t('fanout.stated')}</th><th scope="col">{t('fanout.source')}</th><th scope="col">{t('state')}</th></tr></thead>
            <tbody>
              {fanout.targets.flatMap((x) => {
                const stated: (Fanout['targets'][number]['stated'][number] | null)[] = x.stated.length > 0 ? x.stated : [null]
                return stated.map((s, i) => (
                  <tr key={`${x.name}${String(i)}`}>
                    <td>{i === 0 ? x.title : ''}</td><td>{s?.at.name}</td><td className="r">{i === 0 ? x.units : ''}</td>
                    <td className="r"><ValueView value={s ? s.sum_of_quotas : x.sum_of_quotas} /></td><td className="r">{s && <ValueView value={s.stated} />}</td><td className="muted num">{s?.source}</td><td><Agrees agrees={s ? s.agrees : null} /></td>
                  </tr>
                ))
              })}
            </tbody>
          </table>
        </Scroll>
      )}
      {months.length > 0 && (
        <Scroll>
          <table className="grid sticky-first">
            <caption>{t('fanout.duties')}</caption>
            <thead><tr><th scope="col">{t('units.level')}</th>{months.map((m) => <th key={m} scope="col" className="r">{m}</th>)}</tr></thead>
            <tbody>
              {levels.map((level) => (
                <tr key={level}>
                  <th scope="row">{level}</th>
                  {months.map((m) => {
                    const load = fanout.load.find((l) => l.level === level && l.month === m)
                    return <td key={m} className="r">{load && <span title={t('fanout.load', { duties: load.duties, units: load.units })}>{load.duties}<span className="muted"> / {load.units}</span></span>}</td>
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </div>
  )
}
