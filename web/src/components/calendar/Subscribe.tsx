import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { feeds } from '../../api/calls'
import type { UnitRef } from '../../api/types'
import { t } from '../../i18n'
import { errorText } from '../../lib/errors'
import { instantText } from '../../lib/format'
import { useToast } from '../../lib/toast'
import { Dialog } from '../Dialog'
import { Answer, ErrorNote } from '../Page'

const REMIND = [1, 3, 7]

/** An address for the calendar of a phone or an office program: made for one device, ended when it is lost. */
export function Subscribe({ unit, onClose }: { unit: UnitRef; onClose: () => void }) {
  const client = useQueryClient()
  const { say, complain } = useToast()
  const [name, setName] = useState('')
  const [remind, setRemind] = useState<number | null>(null)
  const [token, setToken] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const asked = useQuery({ queryKey: ['feeds'], queryFn: () => feeds.list() })
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: ['feeds'] })
  const make = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      setToken((await feeds.create(name.trim())).token)
      await again()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const end = async (id: string): Promise<void> => {
    try {
      await feeds.end(id)
      say(t('feed.ended'))
      await again()
    } catch (problem) {
      complain(errorText(problem))
    }
  }
  const address = token === null ? '' : feeds.address(unit.code, token, remind)
  const copy = (): void => { void navigator.clipboard.writeText(address).then(() => { say(t('feed.copied')) }, () => { complain(t('feed.copy.failed')) }) }
  return (
    <Dialog title={t('feed.title', { unit: unit.name })} onClose={onClose}>
      <div className="stack">
        <p className="muted">{t('feed.note')}</p>
        {error !== null && <ErrorNote error={error} />}
        {token === null
          ? (
            <form className="stack" onSubmit={(e) => void make(e)}>
              <div className="field">
                <label htmlFor="feed-name">{t('feed.device')}</label>
                <input id="feed-name" className="input" required value={name} placeholder={t('feed.device.example')} onChange={(e) => { setName(e.target.value) }} />
              </div>
              <div className="field">
                <label htmlFor="feed-remind">{t('feed.remind')}</label>
                <select id="feed-remind" className="select w-auto" value={remind ?? ''} onChange={(e) => { setRemind(e.target.value === '' ? null : Number(e.target.value)) }}>
                  <option value="">{t('feed.remind.none')}</option>
                  {REMIND.map((n) => <option key={n} value={n}>{t('feed.remind.days', { n })}</option>)}
                </select>
              </div>
              <button type="submit" className="btn btn-main" disabled={busy || name.trim() === ''}>{busy ? t('working') : t('feed.make')}</button>
            </form>
          )
          : (
            <div className="note note-accent stack">
              <label htmlFor="feed-address">{t('feed.address')}</label>
              <input id="feed-address" className="input" readOnly value={address} onFocus={(e) => { e.target.select() }} />
              <p className="small">{t('feed.once')}</p>
              <button type="button" className="btn btn-main" onClick={copy}>{t('feed.copy')}</button>
            </div>
          )}
        <Answer of={asked}>{({ items }) => (items.length === 0 ? null : (
          <section className="section">
            <h3>{t('feed.mine')}</h3>
            <ul className="lines">
              {items.map((f) => (
                <li key={f.id} className="row row-between">
                  <span>{f.name} <span className="muted small num">{t('feed.until', { at: instantText(f.expires_at).slice(0, 10) })}</span></span>
                  <button type="button" className="link" aria-label={`${t('feed.end')} ${f.name}`} onClick={() => void end(f.id)}>{t('feed.end')}</button>
                </li>
              ))}
            </ul>
          </section>
        ))}</Answer>
      </div>
    </Dialog>
  )
}
