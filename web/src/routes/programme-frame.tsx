import { Suspense, useEffect } from 'react'
import { Link, Outlet, useLocation, useParams } from 'react-router'
import { Answer, Loading } from '../components/Page'
import { t, type Key } from '../i18n'
import { writeKept } from '../lib/kept'
import { LAST_PROGRAMME, useProgrammeQuery } from '../lib/programme'

const TABS: { path: string; key: Key }[] = [
  { path: '', key: 'nav.overview' },
  { path: '/board', key: 'nav.board' },
  { path: '/targets', key: 'board.targets' },
  { path: '/matrix', key: 'matrix.title' },
  { path: '/gantt', key: 'gantt.title' },
  { path: '/registers', key: 'nav.records' },
  { path: '/returns', key: 'nav.returns' },
  { path: '/tables', key: 'nav.tables' },
  { path: '/lists', key: 'nav.lists' },
]

/** On a phone the tabs are wider than the screen: the present one is in sight. */
function showCurrent(nav: HTMLElement | null): void {
  const tab = nav?.querySelector<HTMLElement>('[aria-current]')
  if (nav && tab) nav.scrollLeft = tab.offsetLeft - nav.offsetLeft - (nav.clientWidth - tab.clientWidth) / 2
}

/** What all pages of one programme share: its name, its pages. */
export function ProgrammeFrame() {
  const { p = '' } = useParams()
  const { pathname } = useLocation()
  const asked = useProgrammeQuery(p)
  useEffect(() => { writeKept(LAST_PROGRAMME, p) }, [p])
  const base = `/programmes/${p}`
  const current = (path: string): boolean => (path === '' ? pathname === base || pathname.startsWith(`${base}/draft`) : pathname.startsWith(base + path))
  // A form on a phone has the screen for itself.
  const bare = pathname.endsWith('/new')
  return (
    <div className="page page-wide">
      <Answer of={asked}>{(programme) => (
        <>
          <div className={bare ? 'only-wide' : ''}>
          <div className="programme-name crumbs no-print"><Link to="/programmes">{t('nav.programmes')}</Link> / {programme.title}</div>
          <nav className="tabs" aria-label={t('nav.in')} ref={showCurrent}>
            {TABS.map((tab) => <Link key={tab.path} to={base + tab.path} aria-current={current(tab.path) ? 'page' : undefined}>{t(tab.key)}</Link>)}
          </nav>
          </div>
          <Suspense fallback={<Loading />}><Outlet context={programme} /></Suspense>
        </>
      )}</Answer>
    </div>
  )
}
