import { useQuery } from '@tanstack/react-query'
import { programmes } from '../../api/calls'
import { t, tOr } from '../../i18n'
import { Answer } from '../Page'

/** What the draft changes of the version that runs, and what is kept; said before it is published. */
export function Changes({ programme }: { programme: string }) {
  const asked = useQuery({ queryKey: ['changes', programme], queryFn: () => programmes.changes(programme) })
  return (
    <Answer of={asked}>{(page) => {
      if (page.version === null || page.version === undefined) return <p className="muted">{t('changes.first')}</p>
      if (page.items.length === 0) return <p className="muted">{t('changes.none', { n: page.version })}</p>
      return (
        <div className="stack changes">
          <p>{t('changes.say', { n: page.version })}</p>
          <ul className="lines">
            {page.items.map((c) => (
              <li key={`${c.part}.${c.name}`}>
                <span className={`tag ${c.change === 'dropped' ? 'tag-red' : c.change === 'added' ? 'tag-accent' : ''}`}>{tOr(`change.${c.change}`, c.change)}</span> <b>{c.title}</b> <span className="muted">{tOr(`changes.part.${c.part}`, c.part)}{c.kept && ` · ${c.kept}`}</span>
                {c.properties.map((p) => <div key={p.property} className="small">{p.property}：<s className="muted">{p.before ?? '—'}</s> → {p.after ?? '—'}</div>)}
                {c.loses && <p className="red">{c.loses}</p>}
              </li>
            ))}
          </ul>
        </div>
      )
    }}</Answer>
  )
}
