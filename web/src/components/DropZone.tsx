import { useState } from 'react'

/** A file by drag or by choice. */
export function DropZone({ label, hint, accept, onFile }: { label: string; hint?: string; accept: string; onFile: (file: File) => void }) {
  const [over, setOver] = useState(false)
  const take = (files: FileList | null): void => {
    const file = files?.[0]
    if (file) onFile(file)
  }
  return (
    <label
      className={over ? 'drop drop-over' : 'drop'}
      onDragOver={(e) => { e.preventDefault(); setOver(true) }}
      onDragLeave={() => { setOver(false) }}
      onDrop={(e) => { e.preventDefault(); setOver(false); take(e.dataTransfer.files) }}
    >
      <input type="file" className="sr" accept={accept} onChange={(e) => { take(e.target.files); e.target.value = '' }} />
      <b>{label}</b>
      {hint && <span className="muted small">{hint}</span>}
    </label>
  )
}
