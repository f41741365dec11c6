import { useEffect, useRef, useState } from 'react'
import { Unreachable } from '../api/client'
import type { FileRef, Value } from '../api/types'
import { upload } from '../api/upload'
import { t } from '../i18n'
import { errorText } from '../lib/errors'
import { dropFile, isLocal, keepFile, keptFile } from '../lib/kept-files'

interface Props { id: string; value: Value; describedBy: string | undefined; invalid: boolean; onChange: (value: Value) => void }
interface Sending { key: string; name: string; part: number; problem?: string }

const PICTURE = /\.(jpe?g|png|gif|webp)$/i
/** Names and pictures of what was sent from this page; the field itself holds ids only. */
const known = new Map<string, { name: string; url: string | null }>()
function know(id: string, file: File | { name: string; blob: Blob }): void {
  const blob = file instanceof File ? file : file.blob
  if (!known.has(id)) known.set(id, { name: file.name, url: PICTURE.test(file.name) ? URL.createObjectURL(blob) : null })
}

/** Files of a record: chosen or photographed, sent at once with progress; without network kept here until the record goes. */
export function FilesInput({ id, value, describedBy, invalid, onChange }: Props) {
  const list = Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : []
  const now = useRef(list)
  useEffect(() => { now.current = list })
  const [sending, setSending] = useState<Sending[]>([])
  const take = async (file: File): Promise<void> => {
    const key = `${file.name}${String(file.lastModified)}`
    const at = (next: Partial<Sending>): void => { setSending((all) => all.map((s) => (s.key === key ? { ...s, ...next } : s))) }
    setSending((all) => [...all.filter((s) => s.key !== key), { key, name: file.name, part: 0 }])
    try {
      const place = await sendOrKeep(file, (part) => { at({ part }) })
      know(place, file)
      if (!now.current.includes(place)) {
        now.current = [...now.current, place]
        onChange(now.current)
      }
      setSending((all) => all.filter((s) => s.key !== key))
    } catch (problem) {
      at({ problem: errorText(problem) })
    }
  }
  const remove = (place: string): void => {
    if (isLocal(place)) void dropFile(place)
    const rest = list.filter((x) => x !== place)
    onChange(rest.length === 0 ? null : rest)
  }
  const choose = (files: FileList | null): void => { for (const file of files ?? []) void take(file) }
  return (
    <div className="files-input">
      <div className="row">
        <label className="btn file-btn">
          {t('files.choose')}
          <input id={id} className="sr" type="file" multiple aria-describedby={describedBy} aria-invalid={invalid ? true : undefined} onChange={(e) => { choose(e.target.files); e.target.value = '' }} />
        </label>
        <label className="btn file-btn only-phone">
          {t('files.photo')}
          <input className="sr" type="file" accept="image/*" capture="environment" onChange={(e) => { choose(e.target.files); e.target.value = '' }} />
        </label>
      </div>
      {list.length + sending.length > 0 && (
        <ul className="files">
          {list.map((place) => <Taken key={place} place={place} onRemove={() => { remove(place) }} />)}
          {sending.map((s) => (
            <li key={s.key} className="file">
              <span className="grow">{s.name}</span>
              {s.problem
                ? <><span className="red small">{s.problem}</span><button type="button" className="link" onClick={() => { setSending((all) => all.filter((x) => x.key !== s.key)) }}>{t('files.remove')}</button></>
                : <progress max={1} value={s.part} aria-label={t('files.sending', { name: s.name })} />}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

async function sendOrKeep(file: File, onProgress: (part: number) => void): Promise<string> {
  try {
    const sent: FileRef = await upload(file, file.name, onProgress)
    return sent.id ?? sent.name
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    return keepFile(file)
  }
}

function Taken({ place, onRemove }: { place: string; onRemove: () => void }) {
  const [, seen] = useState(0)
  // After a reload the picture of a kept file is read back from this device.
  useEffect(() => {
    if (isLocal(place) && !known.has(place)) void keptFile(place).then((f) => { if (f) { know(place, f); seen((n) => n + 1) } })
  }, [place])
  const file = known.get(place)
  return (
    <li className="file">
      {file?.url && <img src={file.url} alt="" />}
      <span className="grow">{file?.name ?? (/^[0-9a-f-]{32,}$/i.test(place) ? t('files.sent') : place)}{isLocal(place) && <span className="amber small"> {t('files.waits')}</span>}</span>
      <button type="button" className="link" aria-label={`${t('files.remove')} ${file?.name ?? place}`} onClick={onRemove}>{t('files.remove')}</button>
    </li>
  )
}
