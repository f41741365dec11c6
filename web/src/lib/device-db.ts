// What waits on this device for the network, in IndexedDB: records to be sent, and files that belong to them.
const NAME = 'luodi'
export type StoreName = 'outbox' | 'files'
const KEYS: Record<StoreName, string> = { outbox: 'id', files: 'id' }

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 2)
    request.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(KEYS)) {
        if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store, { keyPath })
      }
    }
    request.onsuccess = () => { resolve(request.result) }
    request.onerror = () => { reject(request.error ?? new Error('indexedDB')) }
  })
}

/** One request in a transaction of its own; done when the transaction is. */
export async function inStore<T>(name: StoreName, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = db.transaction(name, mode)
      const request = work(transaction.objectStore(name))
      transaction.oncomplete = () => { resolve(request.result) }
      transaction.onabort = () => { reject(transaction.error ?? new Error('indexedDB')) }
    })
  } finally {
    db.close()
  }
}
