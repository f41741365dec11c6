import { createContext, lazy, Suspense, useContext, useMemo, useState, type ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { query, type Query } from '../api/client'
import { targetOf } from './links'

const ExplainDrawer = lazy(async () => ({ default: (await import('../components/ExplainDrawer')).ExplainDrawer }))

interface ExplainDoor {
  /** Opens the drawer for what the server's address explains. */
  explain: (url: string) => void
  /** Opens a link of the server: a page, or the drawer. */
  follow: (link: string) => void
}
const Context = createContext<ExplainDoor>({ explain: () => undefined, follow: () => undefined })

/** One drawer for the whole frame: why is this red, where does this number come from. */
export function ExplainProvider({ children }: { children: ReactNode }) {
  const [url, setUrl] = useState<string | null>(null)
  const navigate = useNavigate()
  const door = useMemo<ExplainDoor>(() => ({
    explain: setUrl,
    follow: (link) => {
      const target = targetOf(link)
      if ('explain' in target) setUrl(target.explain)
      else {
        setUrl(null)
        void navigate(target.page)
      }
    },
  }), [navigate])
  return (
    <Context value={door}>
      {children}
      {url && <Suspense fallback={null}><ExplainDrawer url={url} onClose={() => { setUrl(null) }} /></Suspense>}
    </Context>
  )
}

export function useExplain(): ExplainDoor {
  return useContext(Context)
}

/** The address that explains one thing of a programme. */
export function explainUrl(p: string, q: Query): string {
  return `/api/programmes/${encodeURIComponent(p)}/explain${query(q)}`
}
