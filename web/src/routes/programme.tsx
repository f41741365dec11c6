import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { programmes } from '../api/calls'
import type { Fanout, Programme, Value } from '../api/types'
import { Confirm, Dialog } from '../components/Dialog'
import { ErrorNote, Loading, PageHead } from '../components/Page'
import { Asks } from '../components/programme/Asks'
import { Changes } from '../components/programme/Changes'
import { ProgrammeElements } from '../components/programme/Elements'
import { FanoutView } from '../components/programme/FanoutView'
import { t } from '../i18n'
import { dateText, instantText } from '../lib/format'
import { useProgramme } from '../lib/programme'
import { useMe } from '../lib/session'
import { useToast } from '../lib/toast'
import { isKnown, showValue } from '../lib/value'
import '../styles/programme.css'

/** First and last day in words; a pending end says so. Nothing when the programme is open at both ends. */
function windowWords(programme: Programme): string {
  const { from, to } = programme.window
  if (from === null && to === null) return ''
  const words = (v: Value): string => (typeof v === 'string' ? dateText(v) : showValue(v).text)
  return t('programme.window.text', { from: words(from), to: words(to) })
}

/** What runs here? Duties, registers, targets, returns, what is still open; each with its clause. */
export function ProgrammePage() {
  const programme = useProgramme()
  const me = useMe()
  const client = useQueryClient()
  const { say } = useToast()
  const [fanout, setFanout] = useState<{ state: 'asking' } | { state: 'here'; data: Fanout } | { state: 'failed'; error: unknown } | null>(null)
  const [unsettled, setUnsettled] = useState<string[]>([])
  const [publishing, setPublishing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const open = programme.asks.filter((a) => !isKnown(a.answer)).length
  const manages = me.role === 'manager'
  const rehearse = async (): Promise<void> => {
    setFanout({ state: 'asking' })
    try {
      setFanout({ state: 'here', data: await programmes.rehearse(programme.id) })
    } catch (problem) {
      setFanout({ state: 'failed', error: problem })
    }
  }
  const publish = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      const { version, fanout: result, unsettled: left } = await programmes.publish(programme.id)
      setUnsettled(left)
      say(t('programme.published.now', { n: version }))
      setPublishing(false)
      setFanout({ state: 'here', data: result })
      await client.invalidateQueries()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <PageHead
        title={programme.title}
        answer={<span className="row">
          <span>{programme.version ? t('programmes.version', { n: programme.version }) : t('programme.noversion')}</span>
          {programme.published_at && <span className="num">{t('programmes.published', { at: instantText(programme.published_at) })}</span>}
          <span>{windowWords(programme)}</span>
          {open > 0 && <span className="tag tag-amber">{t('programmes.asks', { n: open })}</span>}
        </span>}
        actions={<>
          {programme.plan && <Link className="btn" to={`/plans/${programme.plan}`}>{t('programme.review')}</Link>}
          {manages && <Link className="btn" to={`/programmes/${programme.id}/draft`}>{t('programme.edit')}</Link>}
          {manages && <button type="button" className="btn" onClick={() => void rehearse()}>{t('programme.rehearse')}</button>}
          {manages && <button type="button" className="btn btn-main" onClick={() => { setPublishing(true) }}>{t('programme.publish')}</button>}
        </>}
      />
      <div className="stack-lg">
        {programme.summary && <p className="summary">{programme.summary}</p>}
        <section className="section" id="asks">
          <h2>{t('programme.asks')} <span className="muted num">{programme.asks.length - open} / {programme.asks.length}</span></h2>
          <Asks programme={programme} may={manages} />
        </section>
        <ProgrammeElements programme={programme} />
      </div>
      {fanout && (
        <Dialog wide title={t('fanout.title')} onClose={() => { setFanout(null) }}>
          <p className="muted">{t('programme.rehearse.note')}</p>
          {fanout.state === 'asking' && <Loading />}
          {fanout.state === 'failed' && <ErrorNote error={fanout.error} retry={() => void rehearse()} />}
          {fanout.state === 'here' && unsettled.length > 0 && <div className="note note-amber"><b>{t('fanout.unsettled')}</b><ul>{unsettled.map((u) => <li key={u}>{u}</li>)}</ul></div>}
          {fanout.state === 'here' && <FanoutView fanout={fanout.data} />}
        </Dialog>
      )}
      {publishing && (
        <Confirm wide title={t('programme.publish')} say={t('programme.publish.sure')} go={t('programme.publish')} busy={busy} onGo={() => void publish()} onClose={() => { setPublishing(false); setError(null) }}>
          <Changes programme={programme.id} />
          {error !== null && <ErrorNote error={error} />}
        </Confirm>
      )}
    </>
  )
}
