import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { t } from '../i18n'
import { sendAll, waiting, whenOutboxChanges, type Waiting } from './outbox'
import { useMe } from './session'
import { useToast } from './toast'

function watch(tell: () => void): () => void {
  window.addEventListener('online', tell)
  window.addEventListener('offline', tell)
  return () => {
    window.removeEventListener('online', tell)
    window.removeEventListener('offline', tell)
  }
}

export function useOnline(): boolean {
  return useSyncExternalStore(watch, () => navigator.onLine)
}

const RETRY_MS = 60_000

/** What waits to be sent; sends it when the network is back, at the start, and once a minute. */
export function useOutbox(): Waiting[] {
  const me = useMe()
  const online = useOnline()
  const { say } = useToast()
  const client = useQueryClient()
  const [items, setItems] = useState<Waiting[]>([])
  const login = me.user.login
  useEffect(() => {
    const read = (): void => { void waiting(login).then(setItems, () => { setItems([]) }) }
    read()
    return whenOutboxChanges(read)
  }, [login])
  const open = items.filter((i) => !i.refused).length
  useEffect(() => {
    if (!online || open === 0) return
    const send = (): void => {
      void sendAll(login).then((n) => {
        if (n === 0) return
        say(t('outbox.sent', { n }))
        void client.invalidateQueries()
      })
    }
    send()
    const timer = setInterval(send, RETRY_MS)
    return () => { clearInterval(timer) }
  }, [online, open, login, say, client])
  return items
}
