import type { HistoryItem, Opening, Value } from '../../api/types'
import { t } from '../../i18n'
import { instantText, personName } from '../../lib/format'
import { showValue } from '../../lib/value'

/** What happened to a record: who, when, from where, what changed and why; newest first. */
export function History({ history, openings }: { history: HistoryItem[]; openings: Opening[] }) {
  const words = (v: Value): string => showValue(v, 'text').text
  return (
    <>
      <ol className="history">
        {[...history].sort((a, b) => b.version - a.version).map((h) => (
          <li key={h.version}>
            <div className="history-head"><span className="num muted">{instantText(h.at)}</span> <b>{personName(h.by)}</b> {h.by.unit && h.by.name && <span className="muted">{h.by.unit.name}</span>} {h.device && <span className="muted">{h.device}</span>}</div>
            <div>
              <span className="muted small">{t('record.version', { n: h.version })}</span>{' '}
              {h.version === 1 && t('record.created')}{' '}
              {h.state_title && <span className="tag">{h.state_title}</span>}
            </div>
            {h.changes.length > 0 && h.version > 1 && <ul>{h.changes.map((c) => <li key={c.field} className="num">{t('record.change', { title: c.title, from: words(c.from), to: words(c.to) })}</li>)}</ul>}
            {h.reason && <p className="muted">{t('record.reason', { reason: h.reason })}</p>}
          </li>
        ))}
      </ol>
      {openings.length > 0 && (
        <details className="small openings">
          <summary>{t('record.openings', { n: openings.length })}</summary>
          <ul className="lines">{openings.map((o) => <li key={o.at}><span className="num muted">{instantText(o.at)}</span> {personName(o.by)} {t('record.opened', { fields: o.fields.join('、'), reason: o.reason })}</li>)}</ul>
        </details>
      )}
    </>
  )
}
