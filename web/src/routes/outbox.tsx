import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { Problem } from '../api/client'
import { Confirm } from '../components/Dialog'
import { Empty, ErrorNote, PageHead } from '../components/Page'
import { t } from '../i18n'
import { instantText } from '../lib/format'
import { draftKey } from '../lib/draft'
import { writeKept } from '../lib/kept'
import { useOnline } from '../lib/online'
import { drop, sendAll, waiting, whenOutboxChanges, type Waiting } from '../lib/outbox'
import { useMe } from '../lib/session'
import { useToast } from '../lib/toast'

/** What waits to be sent from this device, and what came back. */
export function Outbox() {
  const me = useMe()
  const online = useOnline()
  const { say, complain } = useToast()
  const navigate = useNavigate()
  const [items, setItems] = useState<Waiting[] | null>(null)
  const [dropping, setDropping] = useState<Waiting | null>(null)
  const login = me.user.login
  useEffect(() => {
    const read = (): void => { void waiting(login).then(setItems, () => { setItems([]) }) }
    read()
    return whenOutboxChanges(read)
  }, [login])
  const send = async (): Promise<void> => {
    const n = await sendAll(login)
    if (n > 0) say(t('outbox.sent', { n }))
    else if (!navigator.onLine) complain(t('error.unreachable'))
  }
  /** Back into the form, with what was typed and the same id. */
  const fix = async (item: Waiting): Promise<void> => {
    writeKept(draftKey(login, item.programme, item.register), item.body)
    await drop(item.id)
    void navigate(`/programmes/${item.programme}/registers/${item.register}/new`)
  }
  return (
    <div className="page">
      <PageHead
        title={t('outbox.title')}
        answer={t('outbox.note')}
        actions={items && items.length > 0 && <button type="button" className="btn btn-main" disabled={!online} onClick={() => void send()}>{t('outbox.send')}</button>}
      />
      {items?.length === 0 && <Empty>{t('outbox.empty')}</Empty>}
      <ul className="stack">
        {items?.map((item) => (
          <li key={item.id} className="panel panel-pad stack">
            <div><b>{item.title}</b> <span className="muted num">{instantText(item.kept_at)}</span></div>
            {item.refused && <><p className="red">{t('outbox.refused')}</p><ErrorNote error={new Problem(item.refused)} /></>}
            <div className="row">
              <button type="button" className="btn" onClick={() => void fix(item)}>{t('outbox.fix')}</button>
              <button type="button" className="btn btn-danger" onClick={() => { setDropping(item) }}>{t('outbox.drop')}</button>
            </div>
          </li>
        ))}
      </ul>
      {dropping && <Confirm title={t('outbox.drop')} say={t('outbox.drop.sure')} go={t('outbox.drop')} danger onGo={() => { void drop(dropping.id); setDropping(null) }} onClose={() => { setDropping(null) }} />}
    </div>
  )
}
