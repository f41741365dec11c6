// Long tables draw only the rows in sight; the rest is room above and below. Printing draws them all.
import { useEffect, useState, type RefObject } from 'react'

/** Rows drawn beyond both edges, so that a quick scroll and the arrow keys find them. */
const BEYOND = 12

export interface Slice { from: number; to: number; above: number; below: number }

/** Which rows of a scrolled box are in sight. */
export function sliceOf(rows: number, rowPx: number, scrollTop: number, boxPx: number): Slice {
  const from = Math.max(0, Math.min(rows, Math.floor(scrollTop / rowPx)) - BEYOND)
  const to = Math.min(rows, Math.ceil((scrollTop + boxPx) / rowPx) + BEYOND)
  return { from, to, above: from * rowPx, below: (rows - to) * rowPx }
}

export function useSlice(box: RefObject<HTMLElement | null>, rows: number, rowPx: number): Slice {
  const [at, setAt] = useState({ top: 0, height: 800 })
  const [printing, setPrinting] = useState(false)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const read = (): void => { setAt({ top: element.scrollTop, height: element.clientHeight }) }
    const media = window.matchMedia('print')
    const print = (): void => { setPrinting(media.matches) }
    read()
    element.addEventListener('scroll', read, { passive: true })
    window.addEventListener('resize', read)
    media.addEventListener('change', print)
    return () => {
      element.removeEventListener('scroll', read)
      window.removeEventListener('resize', read)
      media.removeEventListener('change', print)
    }
  }, [box])
  if (printing) return { from: 0, to: rows, above: 0, below: 0 }
  return sliceOf(rows, rowPx, at.top, at.height)
}
