import { records } from '../../api/calls'
import type { FileRef } from '../../api/types'
import { t } from '../../i18n'

const PICTURES = new Set<FileRef['kind']>(['jpeg', 'png', 'gif', 'webp'])

function sizeText(bytes: number): string {
  return bytes < 1_048_576 ? `${String(Math.max(1, Math.round(bytes / 1024)))} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`
}

/** What is attached to a field: pictures as pictures, the rest by name; what is kept elsewhere says so. */
export function Attachments({ record, files }: { record: string; files: FileRef[] }) {
  return (
    <ul className="attachments">
      {files.map((f) => (
        <li key={f.id ?? f.name}>
          {f.id === null
            ? <>{f.name} <span className="muted small">{t('files.elsewhere')}</span></>
            : (
              <a href={records.fileUrl(record, f.id)} target="_blank" rel="noreferrer">
                {PICTURES.has(f.kind) && <img src={records.fileUrl(record, f.id)} alt="" loading="lazy" />}
                <span>{f.name}{f.size !== null && <span className="muted small num"> {sizeText(f.size)}</span>}</span>
              </a>
            )}
        </li>
      ))}
    </ul>
  )
}
