import { useQueryClient } from '@tanstack/react-query'
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { session } from '../api/calls'
import { Problem, setCsrf, Unreachable, whenSignedOut } from '../api/client'
import type { Me } from '../api/types'

type Session =
  | { state: 'asking' }
  | { state: 'out'; expired: boolean }
  | { state: 'unreachable' }
  | { state: 'in'; me: Me }

interface SessionDoor {
  session: Session
  signedIn: (me: Me) => void
  signOut: () => Promise<void>
  ask: () => Promise<void>
}
const Context = createContext<SessionDoor | null>(null)

/** Forgets what the service worker keeps of this person's answers. */
function forgetAnswers(): void {
  if ('serviceWorker' in navigator) navigator.serviceWorker.controller?.postMessage('forget')
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<Session>({ state: 'asking' })
  const client = useQueryClient()
  const signedIn = useCallback((me: Me) => {
    setCsrf(me.csrf)
    setState({ state: 'in', me })
  }, [])
  const ask = useCallback(async () => {
    try {
      signedIn(await session.me())
    } catch (error) {
      if (error instanceof Problem && error.status === 401) setState({ state: 'out', expired: false })
      else if (error instanceof Unreachable || error instanceof Problem) setState({ state: 'unreachable' })
      else throw error
    }
  }, [signedIn])
  const signOut = useCallback(async () => {
    try {
      await session.signOut()
    } finally {
      forgetAnswers()
      client.clear()
      setState({ state: 'out', expired: false })
    }
  }, [client])
  // The state changes only when the server has answered.
  // eslint-disable-next-line react-hooks/set-state-in-effect
  useEffect(() => { void ask() }, [ask])
  useEffect(() => whenSignedOut(() => {
    forgetAnswers()
    client.clear()
    setState({ state: 'out', expired: true })
  }), [client])
  const door = useMemo(() => ({ session: state, signedIn, signOut, ask }), [state, signedIn, signOut, ask])
  return <Context value={door}>{children}</Context>
}

export function useSession(): SessionDoor {
  const door = useContext(Context)
  if (!door) throw new Error('SessionProvider is missing')
  return door
}

/** Who is signed in; only inside pages that need it. */
export function useMe(): Me {
  const { session: now } = useSession()
  if (now.state !== 'in') throw new Error('not signed in')
  return now.me
}
