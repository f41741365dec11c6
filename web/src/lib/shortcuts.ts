import { useEffect } from 'react'
import { useNavigate } from 'react-router'

/** Keys typed into a field, or into a dialog, are not commands. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('dialog') !== null
}

const SEQUENCE_MS = 900

/** `/` search, `g d` my duties, `g b` board, `?` help. */
export function useShortcuts(help: () => void): void {
  const navigate = useNavigate()
  useEffect(() => {
    let g = 0
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const afterG = event.timeStamp - g < SEQUENCE_MS
      g = 0
      if (event.key === 'g') g = event.timeStamp
      else if (afterG && event.key === 'd') void navigate('/duties')
      else if (afterG && event.key === 'b') void navigate('/board')
      else if (event.key === '?') help()
      else if (event.key === '/') {
        const box = document.querySelector<HTMLElement>('input[type="search"]')
        if (!box) return
        event.preventDefault()
        box.focus()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => { window.removeEventListener('keydown', onKey) }
  }, [navigate, help])
}
