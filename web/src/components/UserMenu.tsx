import { Link } from 'react-router'
import { currentLang, setLang, t, tOr } from '../i18n'
import { useMe, useSession } from '../lib/session'

/** Who is signed in, for which unit; language, password, sign-out. */
export function UserMenu() {
  const me = useMe()
  const { signOut } = useSession()
  return (
    <div>
      <div className="who">
        <strong>{me.user.name}</strong>
        <span className="muted">{me.unit.name} · {tOr(`role.${me.role}`, me.role)}</span>
      </div>
      <button type="button" lang={currentLang() === 'zh' ? 'en' : 'zh-CN'} onClick={() => void setLang(currentLang() === 'zh' ? 'en' : 'zh')}>{t('user.lang')}</button>
      <Link className="user-link" to="/password">{t('user.password')}</Link>
      <button type="button" onClick={() => void signOut()}>{t('user.signout')}</button>
    </div>
  )
}
