// Files chosen without network: kept on this device until their record is sent. In a form's value such a file stands as
// `local:<id>`; before the record is sent, it is uploaded and its own id takes that place.
import { upload } from '../api/upload'
import type { Fields, Value } from '../api/types'
import { inStore } from './device-db'
import { newId } from './uuid'

const MARK = 'local:'
interface KeptFile { id: string; name: string; blob: Blob }

export function isLocal(value: Value): value is string {
  return typeof value === 'string' && value.startsWith(MARK)
}

/** Keeps a file; returns what stands for it in a field. */
export async function keepFile(file: File): Promise<string> {
  const id = newId()
  await inStore('files', 'readwrite', (s) => s.put({ id, name: file.name, blob: file } satisfies KeptFile))
  return MARK + id
}

export async function keptFile(value: string): Promise<KeptFile | undefined> {
  return inStore('files', 'readonly', (s) => s.get(value.slice(MARK.length)) as IDBRequest<KeptFile | undefined>)
}

export async function dropFile(value: string): Promise<void> {
  await inStore('files', 'readwrite', (s) => s.delete(value.slice(MARK.length)) as IDBRequest<undefined>)
}

/** Uploads what the fields hold of kept files and puts the servers' ids in their places. */
export async function sendFiles(fields: Fields): Promise<Fields> {
  const out: Fields = { ...fields }
  for (const [name, value] of Object.entries(fields)) {
    if (!Array.isArray(value) || !value.some(isLocal)) continue
    const sent: Value[] = []
    for (const one of value) {
      if (!isLocal(one)) { sent.push(one); continue }
      const file = await keptFile(one)
      // Cleared by the browser in the meantime: the record goes without it.
      if (file) sent.push((await upload(file.blob, file.name)).id)
    }
    out[name] = sent
  }
  return out
}

/** Forgets the kept files of fields that were sent. */
export async function dropFiles(fields: Fields): Promise<void> {
  for (const value of Object.values(fields)) {
    if (Array.isArray(value)) for (const one of value) if (isLocal(one)) await dropFile(one)
  }
}
