// Records that wait for the network, in IndexedDB. Each has its client-made id, so that sent twice it counts once.
import { records } from '../api/calls'
import { Problem, Unreachable, type AnyProblem } from '../api/client'
import type { Fields } from '../api/types'
import { inStore } from './device-db'
import { dropFiles, sendFiles } from './kept-files'

export interface Waiting {
  id: string
  user: string
  programme: string
  register: string
  title: string
  body: { id: string; state?: string; fields: Fields }
  kept_at: string
  /** Set when the server refused it: a person must correct it. */
  refused?: AnyProblem
}

const listeners = new Set<() => void>()
export function whenOutboxChanges(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

export async function waiting(user: string): Promise<Waiting[]> {
  if (typeof indexedDB === 'undefined') return []
  const all = await inStore<Waiting[]>('outbox', 'readonly', (s) => s.getAll() as IDBRequest<Waiting[]>)
  return all.filter((w) => w.user === user).sort((a, b) => a.kept_at.localeCompare(b.kept_at))
}

export async function keep(item: Waiting): Promise<void> {
  await inStore('outbox', 'readwrite', (s) => s.put(item))
  listeners.forEach((tell) => { tell() })
}

export async function drop(id: string): Promise<void> {
  await inStore('outbox', 'readwrite', (s) => s.delete(id) as IDBRequest<undefined>)
  listeners.forEach((tell) => { tell() })
}

/** The files first, then the record that names them. */
async function send(item: Waiting): Promise<void> {
  const fields = await sendFiles(item.body.fields)
  await records.create(item.programme, item.register, { ...item.body, fields })
  await dropFiles(item.body.fields)
}

let sending: Promise<number> | null = null

/** Sends all that wait, oldest first; stops when the server is not reached. Returns how many went. */
export function sendAll(user: string): Promise<number> {
  sending ??= sendEach(user).finally(() => { sending = null })
  return sending
}

async function sendEach(user: string): Promise<number> {
  let sent = 0
  for (const item of await waiting(user)) {
    if (item.refused) continue
    try {
      await send(item)
      await drop(item.id)
      sent += 1
    } catch (error) {
      if (error instanceof Unreachable) break
      if (!(error instanceof Problem)) throw error
      // Signed out, overloaded: not the record's fault, try again later.
      if (error.status === 401 || error.status === 429 || error.status >= 500) break
      await keep({ ...item, refused: error.body })
    }
  }
  return sent
}

/** Sends at once; keeps it here when the server is not reached. */
export async function submitOrKeep(item: Waiting): Promise<'sent' | 'kept'> {
  try {
    await send(item)
    return 'sent'
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    await keep(item)
    return 'kept'
  }
}
