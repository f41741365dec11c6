import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Link, useNavigate } from 'react-router'
import { plans } from '../api/calls'
import { Dialog } from '../components/Dialog'
import { DropZone } from '../components/DropZone'
import { Answer, Empty, ErrorNote, PageHead } from '../components/Page'
import { t, tOr } from '../i18n'
import { instantText, personName } from '../lib/format'
import { useKept } from '../lib/kept'

const FORMATS = '.txt,.html,.htm,.docx,.doc,.pdf,.md'

/** The plans that were read: which still ask something. */
export function Plans() {
  const navigate = useNavigate()
  const asked = useQuery({ queryKey: ['plans'], queryFn: () => plans.list() })
  const [adding, setAdding] = useState<'upload' | 'paste' | null>(null)
  const opened = (id: string): void => { void navigate(`/plans/${id}`) }
  return (
    <div className="page">
      <PageHead
        title={t('plans.title')}
        actions={<>
          <button type="button" className="btn btn-main" onClick={() => { setAdding('upload') }}>{t('plans.upload')}</button>
          <button type="button" className="btn" onClick={() => { setAdding('paste') }}>{t('plans.paste')}</button>
        </>}
      />
      <Answer of={asked}>{(items) => (items.length === 0
        ? <div className="panel"><Empty>{t('plans.empty')}</Empty></div>
        : (
          <ul className="panel rows">
            {items.map((item) => (
              <li key={item.id}>
                <div className="grow">
                  <Link className="row-title" to={`/plans/${item.id}`} lang="zh-CN">{item.title || item.name}</Link>
                  <div className="muted small row">
                    <span>{item.name}</span>
                    <span>{t('plans.by', { by: personName(item.uploaded_by), at: instantText(item.uploaded_at) })}</span>
                  </div>
                </div>
                <div className="row">
                  {item.open_findings > 0
                    ? <span className="tag tag-amber">{t('plans.open', { n: item.open_findings })}</span>
                    : <span className="tag tag-green">{t('plans.settled')}</span>}
                  <span className="tag">{tOr(`plans.state.${item.state}`, item.state)}</span>
                  {item.programme && <Link className="btn btn-small" to={`/programmes/${item.programme}`}>{t('nav.programmes')}</Link>}
                </div>
              </li>
            ))}
          </ul>
        ))}</Answer>
      {adding === 'upload' && <Upload onClose={() => { setAdding(null) }} onDone={opened} />}
      {adding === 'paste' && <Paste onClose={() => { setAdding(null) }} onDone={opened} />}
    </div>
  )
}

interface AddProps { onClose: () => void; onDone: (id: string) => void }

function Upload({ onClose, onDone }: AddProps) {
  const [file, setFile] = useState<File | null>(null)
  const [error, setError] = useState<unknown>(null)
  const send = async (chosen: File): Promise<void> => {
    setFile(chosen)
    setError(null)
    try {
      onDone((await plans.upload(chosen)).id)
    } catch (problem) {
      setError(problem)
      setFile(null)
    }
  }
  return (
    <Dialog title={t('plans.upload')} onClose={onClose}>
      <div className="stack">
        {error !== null && <ErrorNote error={error} />}
        {file
          ? <p className="loading" role="status">{t('plans.reading')} {file.name}</p>
          : <DropZone label={t('plans.drop')} hint={t('plans.formats')} accept={FORMATS} onFile={(f) => void send(f)} />}
      </div>
    </Dialog>
  )
}

function Paste({ onClose, onDone }: AddProps) {
  const [kept, setKept] = useKept('plans.paste', { name: '', text: '', year: '' })
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const year = Number(kept.year)
      const { id } = await plans.paste({ name: kept.name.trim(), text: kept.text, ...(kept.year.trim() !== '' && Number.isInteger(year) ? { year } : {}) })
      setKept({ name: '', text: '', year: '' })
      onDone(id)
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <Dialog wide title={t('plans.paste')} onClose={onClose}>
      <form className="stack" onSubmit={(e) => void submit(e)}>
        {error !== null && <ErrorNote error={error} />}
        <div className="field">
          <label htmlFor="plan-name">{t('plans.name')}</label>
          <input id="plan-name" className="input" required value={kept.name} onChange={(e) => { setKept({ ...kept, name: e.target.value }) }} />
        </div>
        <div className="field">
          <label htmlFor="plan-text">{t('plans.text')}</label>
          <textarea id="plan-text" className="textarea textarea-tall" required value={kept.text} onChange={(e) => { setKept({ ...kept, text: e.target.value }) }} />
        </div>
        <div className="field">
          <label htmlFor="plan-year">{t('plans.year')} <span className="muted">{t('optional')}</span></label>
          <input id="plan-year" className="input w-auto" inputMode="numeric" value={kept.year} aria-describedby="plan-year-hint" onChange={(e) => { setKept({ ...kept, year: e.target.value }) }} />
          <p className="hint" id="plan-year-hint">{t('plans.year.hint')}</p>
        </div>
        <button type="submit" className="btn btn-main" disabled={busy}>{busy ? t('plans.reading') : t('plans.read')}</button>
      </form>
    </Dialog>
  )
}
