// Records that wait for the network, in IndexedDB. Each has its client-made id, so that sent twice it counts once.
import { records } from '../api/calls'
import { Problem, Unreachable, type AnyProblem } from '../api/client'
import type { Value } from '../api/types'

export interface Waiting {
  id: string
  user: string
  programme: string
  register: string
  title: string
  body: { id: string; state?: string; fields: Record<string, Value> }
  kept_at: string
  /** Set when the server refused it: a person must correct it. */
  refused?: AnyProblem
}

const NAME = 'luodi'
const STORE = 'outbox'
const listeners = new Set<() => void>()
export function whenOutboxChanges(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE, { keyPath: 'id' })
    }
    request.onsuccess = () => { resolve(request.result) }
    request.onerror = () => { reject(request.error ?? new Error('indexedDB')) }
  })
}

async function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = db.transaction(STORE, mode)
      const request = work(transaction.objectStore(STORE))
      transaction.oncomplete = () => { resolve(request.result) }
      transaction.onabort = () => { reject(transaction.error ?? new Error('indexedDB')) }
    })
  } finally {
    db.close()
  }
}

export async function waiting(user: string): Promise<Waiting[]> {
  if (typeof indexedDB === 'undefined') return []
  const all = await run<Waiting[]>('readonly', (s) => s.getAll() as IDBRequest<Waiting[]>)
  return all.filter((w) => w.user === user).sort((a, b) => a.kept_at.localeCompare(b.kept_at))
}

export async function keep(item: Waiting): Promise<void> {
  await run('readwrite', (s) => s.put(item))
  listeners.forEach((tell) => { tell() })
}

export async function drop(id: string): Promise<void> {
  await run('readwrite', (s) => s.delete(id) as IDBRequest<undefined>)
  listeners.forEach((tell) => { tell() })
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
      await records.create(item.programme, item.register, item.body)
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
    await records.create(item.programme, item.register, item.body)
    return 'sent'
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    await keep(item)
    return 'kept'
  }
}
