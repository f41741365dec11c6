import { useState, type FormEvent } from 'react'
import { Link } from 'react-router'
import { session as calls } from '../api/calls'
import { ErrorNote } from '../components/Page'
import { currentLang, setLang, t } from '../i18n'
import { useSession } from '../lib/session'

export function Login() {
  const { session, signedIn } = useSession()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      signedIn(await calls.signIn(login.trim(), password))
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  const expired = session.state === 'out' && session.expired
  return (
    <main className="center">
      <div className="panel stack">
        <div className="row row-between">
          <span className="brand"><img src="/icon.svg" alt="" />{t('app.name')}</span>
          <button type="button" className="link" lang={currentLang() === 'zh' ? 'en' : 'zh-CN'} onClick={() => void setLang(currentLang() === 'zh' ? 'en' : 'zh')}>{t('user.lang')}</button>
        </div>
        <h1>{t('login.title')}</h1>
        {expired && !error && <div className="note note-amber" role="status">{t('error.signedout')}</div>}
        {error !== null && <ErrorNote error={error} />}
        <form className="stack" onSubmit={(e) => void submit(e)}>
          <div className="field">
            <label htmlFor="login">{t('login.login')}</label>
            <input id="login" className="input" autoComplete="username" autoCapitalize="none" spellCheck={false} required value={login} onChange={(e) => { setLogin(e.target.value) }} />
          </div>
          <div className="field">
            <label htmlFor="password">{t('login.password')}</label>
            <input id="password" className="input" type="password" autoComplete="current-password" required value={password} onChange={(e) => { setPassword(e.target.value) }} />
          </div>
          <button type="submit" className="btn btn-main btn-block" disabled={busy}>{busy ? t('working') : t('login.submit')}</button>
        </form>
        <p><Link to="/public">{t('login.public')}</Link></p>
      </div>
    </main>
  )
}
