import type { RecordDetail, Value } from '../../api/types'
import { t } from '../../i18n'
import { instantText } from '../../lib/format'
import { showValue } from '../../lib/value'

/** What happened to a record: who, when, from where, what changed and why; newest first. */
export function History({ record, stateTitle }: { record: RecordDetail; stateTitle: (name: string) => string }) {
  const words = (v: Value): string => showValue(v, 'text').text
  return (
    <ol className="history">
      {[...record.history].reverse().map((h) => (
        <li key={h.version}>
          <div className="history-head"><span className="num muted">{instantText(h.at)}</span> <b>{h.by}</b> <span className="muted">{typeof h.unit === 'string' ? h.unit : h.unit.name}{h.device ? ` · ${h.device}` : ''}</span></div>
          <div>
            <span className="muted small">{t('record.version', { n: h.version })}</span>{' '}
            {h.version === 1 && t('record.created')}{' '}
            {h.state && <span className="tag">{stateTitle(h.state)}</span>}
          </div>
          {h.changes.length > 0 && h.version > 1 && <ul>{h.changes.map((c) => <li key={c.field} className="num">{t('record.change', { title: c.title, from: words(c.from), to: words(c.to) })}</li>)}</ul>}
          {h.reason && <p className="muted">{t('record.reason', { reason: h.reason })}</p>}
        </li>
      ))}
    </ol>
  )
}
