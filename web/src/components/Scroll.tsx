import type { ReactNode } from 'react'
import { cellKeys } from '../lib/cells'

interface Props { children: ReactNode; className?: string; label?: string | undefined }

/** Around every table: scrolls by itself where it is wider than the screen, and its cells are walked with the arrow keys. */
export function Scroll({ children, className = '', label }: Props) {
  return (
     
    <div
      className={`table-wrap ${className}`} role={label ? 'region' : 'group'} aria-label={label} data-keys="table" onKeyDown={cellKeys}
       
      tabIndex={0}
    >
      {children}
    </div>
  )
}
