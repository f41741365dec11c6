import { createContext, lazy, Suspense, useContext, useState, type ReactNode } from 'react'
import type { programmes } from '../api/calls'

const ExplainDrawer = lazy(async () => ({ default: (await import('../components/ExplainDrawer')).ExplainDrawer }))

/** What is to be explained: something of a programme, of a unit, in a period. */
export type Question = Parameters<typeof programmes.explain>[1]
type Explain = (programme: string, what: Question) => void
const Context = createContext<Explain>(() => undefined)

/** One drawer for the whole frame: why is this red, where does this number come from. */
export function ExplainProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<{ programme: string; what: Question } | null>(null)
  const [explain] = useState<Explain>(() => (programme: string, what: Question) => { setAsked({ programme, what }) })
  return (
    <Context value={explain}>
      {children}
      {asked && <Suspense fallback={null}><ExplainDrawer {...asked} onClose={() => { setAsked(null) }} /></Suspense>}
    </Context>
  )
}

/** Opens the drawer. */
export function useExplain(): Explain {
  return useContext(Context)
}
