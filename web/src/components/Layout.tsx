import { Suspense, useEffect, useState } from 'react'
import { Link, Outlet, useLocation } from 'react-router'
import { t, type Key } from '../i18n'
import { ExplainProvider } from '../lib/explain'
import { useOnline, useOutbox } from '../lib/online'
import { useMe } from '../lib/session'
import { useShortcuts } from '../lib/shortcuts'
import { takeUpdate, useUpdate } from '../lib/update'
import { Boundary } from './Boundary'
import { Dialog } from './Dialog'
import { Icon } from './Icon'
import { KeysHelp } from './KeysHelp'
import { Loading } from './Page'
import { UserMenu } from './UserMenu'

interface Entry { to: string; key: Key; icon: 'list' | 'board' | 'book' | 'table' }
const ENTRIES: Entry[] = [
  { to: '/duties', key: 'nav.duties', icon: 'list' },
  { to: '/board', key: 'nav.board', icon: 'board' },
  { to: '/programmes', key: 'nav.programmes', icon: 'table' },
  { to: '/plans', key: 'nav.plans', icon: 'book' },
]
const REST: { to: string; key: Key; manager?: boolean }[] = [
  { to: '/notices', key: 'notices.title' },
  { to: '/units', key: 'nav.units' },
  { to: '/accounts', key: 'nav.accounts', manager: true },
]

/** The board of a programme belongs to the board's entry, not to the programmes'. */
function isCurrent(path: string, to: string): boolean {
  const onBoard = /^\/programmes\/[^/]+\/board/.test(path)
  if (to === '/board') return path === '/board' || onBoard
  if (to === '/programmes') return !onBoard && (path.startsWith('/programmes') || path.startsWith('/records'))
  return path === to || path.startsWith(`${to}/`)
}

export function Layout() {
  const me = useMe()
  const { pathname } = useLocation()
  const [more, setMore] = useState(false)
  const [keys, setKeys] = useState(false)
  const waiting = useOutbox()
  const online = useOnline()
  const update = useUpdate()
  useShortcuts(() => { setKeys(true) })
  const [at, setAt] = useState(pathname)
  if (at !== pathname) {
    setAt(pathname)
    setMore(false)
  }
  useEffect(() => { window.scrollTo(0, 0) }, [pathname])
  const rest = REST.filter((e) => !e.manager || me.role === 'manager')
  const link = (e: { to: string; key: Key }) => (
    <Link key={e.to} to={e.to} aria-current={isCurrent(pathname, e.to) ? 'page' : undefined}>{t(e.key)}</Link>
  )
  return (
    <ExplainProvider>
      <a className="btn skip" href="#main">{t('app.skip')}</a>
      <div className="frame">
        <aside className="side">
          <Link to="/duties" className="brand"><img src="/icon.svg" alt="" />{t('app.name')}</Link>
          <nav aria-label={t('nav.main')}>
            {ENTRIES.map(link)}
            {rest.map(link)}
            {waiting.length > 0 && <Link to="/outbox" aria-current={isCurrent(pathname, '/outbox') ? 'page' : undefined}>{t('nav.outbox')}<span className="count">{waiting.length}</span></Link>}
          </nav>
          <div className="side-foot">
            <button type="button" onClick={() => { setKeys(true) }}>{t('nav.keys')}<kbd>?</kbd></button>
            <UserMenu />
          </div>
        </aside>
        <div>
          <header className="topbar">
            <Link to="/duties" className="brand"><img src="/icon.svg" alt="" />{t('app.name')}</Link>
            <span className="muted">{me.unit.name}</span>
          </header>
          {update && <div className="banner banner-accent" role="status">{t('update.ready')} <button type="button" className="link" onClick={takeUpdate}>{t('update.take')}</button></div>}
          {!online && <div className="banner" role="status">{t('offline.banner')}</div>}
          {waiting.length > 0 && <div className="banner"><Link to="/outbox">{t('outbox.waiting', { n: waiting.length })}</Link></div>}
          <main id="main" className="main" tabIndex={-1}>
            <Boundary key={pathname}><Suspense fallback={<Loading />}><Outlet /></Suspense></Boundary>
          </main>
        </div>
        <nav className="bottom" aria-label={t('nav.main')}>
          {ENTRIES.slice(0, 3).map((e) => (
            <Link key={e.to} to={e.to} aria-current={isCurrent(pathname, e.to) ? 'page' : undefined}><Icon name={e.icon} />{t(e.key)}</Link>
          ))}
          <button type="button" aria-haspopup="dialog" onClick={() => { setMore(true) }}><Icon name="more" />{t('nav.more')}</button>
        </nav>
      </div>
      {more && (
        <Dialog kind="drawer" title={t('nav.more')} onClose={() => { setMore(false) }}>
          <nav className="sheet-list" aria-label={t('nav.more')}>
            {[...ENTRIES.slice(3), ...rest].map(link)}
            <Link to="/outbox">{t('nav.outbox')}<span className="num">{waiting.length}</span></Link>
            <Link to="/public">{t('nav.public')}</Link>
          </nav>
          <div className="sheet-list"><UserMenu /></div>
        </Dialog>
      )}
      {keys && <KeysHelp onClose={() => { setKeys(false) }} />}
    </ExplainProvider>
  )
}
