import { Link } from 'react-router'

/** The other registers, returns, tables or lists of the same programme; nothing when there is only one. */
export function Siblings({ items, current, label }: { items: { to: string; title: string; count?: number }[]; current: string; label: string }) {
  if (items.length < 2) return null
  return (
    <nav className="chips no-print" aria-label={label}>
      {items.map((i) => (
        <Link key={i.to} to={i.to} aria-current={i.to === current ? 'page' : undefined}>{i.title}{i.count !== undefined && <span className="num muted"> {i.count}</span>}</Link>
      ))}
    </nav>
  )
}
