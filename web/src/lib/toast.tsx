import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react'
import { t } from '../i18n'

interface Note { id: number; text: string; undo?: (() => void) | undefined; bad?: boolean | undefined }
interface Toasts { say: (text: string, undo?: () => void) => void; complain: (text: string) => void }
const Context = createContext<Toasts>({ say: () => undefined, complain: () => undefined })

/** Short notes at the foot of the page, with an undo where there is one; read out politely. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [notes, setNotes] = useState<Note[]>([])
  const next = useRef(1)
  const drop = useCallback((id: number) => { setNotes((all) => all.filter((n) => n.id !== id)) }, [])
  const add = useCallback((note: Omit<Note, 'id'>) => {
    const id = next.current
    next.current += 1
    setNotes((all) => [...all.slice(-2), { ...note, id }])
    setTimeout(() => { drop(id) }, note.undo ? 10_000 : 5_000)
  }, [drop])
  const door = useMemo<Toasts>(() => ({
    say: (text, undo) => { add({ text, undo }) },
    complain: (text) => { add({ text, bad: true }) },
  }), [add])
  return (
    <Context value={door}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {notes.map((note) => (
          <div key={note.id} className={note.bad ? 'toast toast-bad' : 'toast'}>
            <span>{note.text}</span>
            {note.undo && <button type="button" className="link" onClick={() => { note.undo?.(); drop(note.id) }}>{t('do.undo')}</button>}
          </div>
        ))}
      </div>
    </Context>
  )
}

export function useToast(): Toasts {
  return useContext(Context)
}
