import type { ReactNode } from 'react'

/** A table that may be wider than the screen: scrolls by itself, and by the keyboard. */
export function Scroll({ children, className = '' }: { children: ReactNode; className?: string }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling area must be reachable by the keyboard
    <div className={`table-wrap ${className}`} role="group" tabIndex={0}>{children}</div>
  )
}
