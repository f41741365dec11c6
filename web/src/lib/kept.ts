// What was typed survives: drafts of forms and the choices of tables, in localStorage.
import { useCallback, useState } from 'react'

const PREFIX = 'luodi.kept.'

export function readKept<T>(key: string): T | null {
  try {
    const text = localStorage.getItem(PREFIX + key)
    return text === null ? null : (JSON.parse(text) as T)
  } catch {
    return null
  }
}

export function writeKept(key: string, value: unknown): void {
  try {
    if (value === null || value === undefined) localStorage.removeItem(PREFIX + key)
    else localStorage.setItem(PREFIX + key, JSON.stringify(value))
  } catch {
    // The store is full or closed: the page works on, only without a memory.
  }
}

/** State that is kept on this device under a key. */
export function useKept<T>(key: string, initial: T): [T, (value: T) => void] {
  const [state, setState] = useState<T>(() => readKept<T>(key) ?? initial)
  const [at, setAt] = useState(key)
  if (at !== key) {
    setAt(key)
    setState(readKept<T>(key) ?? initial)
  }
  const set = useCallback((value: T) => {
    setState(value)
    writeKept(key, value)
  }, [key])
  return [state, set]
}
