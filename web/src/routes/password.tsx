import { useState, type FormEvent } from 'react'
import { useNavigate } from 'react-router'
import { session as calls } from '../api/calls'
import { ErrorNote } from '../components/Page'
import { t } from '../i18n'
import { fieldErrors } from '../lib/errors'
import { useSession } from '../lib/session'
import { useToast } from '../lib/toast'

const LENGTH_MIN = 8

/** Change of the password; at the first sign-in nothing else opens before it. */
export function ChangePassword({ first = false }: { first?: boolean }) {
  const { ask, signOut } = useSession()
  const { say } = useToast()
  const navigate = useNavigate()
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [again, setAgain] = useState('')
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState('')
  const [error, setError] = useState<unknown>(null)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setError(null)
    if ([...fresh].length < LENGTH_MIN) { setWrong(t('password.short')); return }
    if (fresh !== again) { setWrong(t('password.differ')); return }
    setWrong('')
    setBusy(true)
    try {
      await calls.changePassword(old, fresh)
      await ask()
      say(t('password.done'))
      if (!first) void navigate('/duties')
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const errors = fieldErrors(error)
  const input = (id: string, label: string, value: string, set: (v: string) => void, auto: string, say2?: string) => (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} className="input" type="password" autoComplete={auto} required value={value} aria-invalid={say2 ? true : undefined} aria-describedby={say2 ? `${id}-wrong` : undefined} onChange={(e) => { set(e.target.value) }} />
      {say2 && <p className="wrong" id={`${id}-wrong`}>{say2}</p>}
    </div>
  )
  const body = (
    <div className="panel stack">
      <h1>{t('password.title')}</h1>
      {first && <p>{t('password.first')}</p>}
      {error !== null && <ErrorNote error={error} />}
      <form className="stack" onSubmit={(e) => void submit(e)}>
        {input('old', t('password.old'), old, setOld, 'current-password', errors.old)}
        {input('new', t('password.new'), fresh, setFresh, 'new-password', wrong || errors.new)}
        <p className="muted small">{t('password.hint')}</p>
        {input('again', t('password.again'), again, setAgain, 'new-password')}
        <button type="submit" className="btn btn-main btn-block" disabled={busy}>{busy ? t('working') : t('password.submit')}</button>
      </form>
      {first && <button type="button" className="link" onClick={() => void signOut()}>{t('user.signout')}</button>}
    </div>
  )
  return first ? <main className="center">{body}</main> : <div className="narrow">{body}</div>
}
