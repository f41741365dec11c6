import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Link } from 'react-router'
import { plans } from '../../api/calls'
import type { DifferencePage, Revised } from '../../api/types'
import { t } from '../../i18n'
import { Dialog } from '../Dialog'
import { ErrorNote } from '../Page'

interface Props { plan: string; against: string; programme: NonNullable<DifferencePage['programme']>; taken: number; onClose: () => void }

/** The next version of what runs, from the differences that were taken over. It is a draft; nothing changes yet. */
export function ReviseDialog({ plan, against, programme, taken, onClose }: Props) {
  const client = useQueryClient()
  const [from, setFrom] = useState(programme.from)
  const [replace, setReplace] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [revised, setRevised] = useState<Revised | null>(null)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      setRevised(await plans.revise(plan, { against, from, replace }))
      await client.invalidateQueries()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  if (revised) {
    return (
      <Dialog wide title={t('revise.done')} onClose={onClose} foot={<><Link className="btn" to={`/programmes/${revised.programme}/draft`}>{t('programme.edit')}</Link><Link className="btn btn-main" to={`/programmes/${revised.programme}`}>{t('revise.go')}</Link></>}>
        <div className="stack">
          <p>{t('revise.done.say')}</p>
          <ul className="lines">{revised.done.map((d) => <li key={d}>{d}</li>)}</ul>
          {revised.notes.length > 0 && <div className="note note-amber"><b>{t('revise.notes')}</b><ul>{revised.notes.map((n) => <li key={n}>{n}</li>)}</ul></div>}
        </div>
      </Dialog>
    )
  }
  return (
    <Dialog title={t('difference.revise')} onClose={onClose}>
      <form className="stack" onSubmit={(e) => void submit(e)}>
        <p>{t('revise.say', { n: taken, title: programme.title, version: programme.version })}</p>
        <p>{t('revise.keep')}</p>
        {error !== null && <ErrorNote error={error} />}
        <label className="field"><span className="label">{t('revise.from')}</span><input type="date" className="input w-auto" required min={programme.from} value={from} onChange={(e) => { setFrom(e.target.value) }} /></label>
        {programme.has_draft && <label className="tick note note-amber"><input type="checkbox" checked={replace} onChange={(e) => { setReplace(e.target.checked) }} />{t('revise.replace')}</label>}
        <button type="submit" className="btn btn-main" disabled={busy || (programme.has_draft && !replace)}>{busy ? t('working') : t('difference.revise')}</button>
      </form>
    </Dialog>
  )
}
