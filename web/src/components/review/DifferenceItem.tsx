import { useEffect, useRef, type ReactNode } from 'react'
import { Link } from 'react-router'
import type { Difference, DifferencePage } from '../../api/types'
import { t, tOr } from '../../i18n'
import { instantText, personName } from '../../lib/format'

interface Props {
  item: Difference
  page: DifferencePage
  now: boolean
  /** A revision is taken over or not; a lower unit's plan is only looked at. */
  decides: boolean
  onTake: (taken: 'yes' | 'no' | null) => void
  onPick: () => void
}

const TONE: Record<string, string> = { added: 'tag-accent', dropped: 'tag-red', weaker: 'tag-amber', later: 'tag-amber', undecided: 'tag-amber' }

/** One difference: both sentences, what has been done under it and stays, and whether it is taken over. */
export function DifferenceItem({ item, page, now, decides, onTake, onPick }: Props) {
  const ref = useRef<HTMLLIElement>(null)
  useEffect(() => { if (now) ref.current?.scrollIntoView({ block: 'nearest' }) }, [now])
  const taken = item.taken ?? null
  const button = (value: 'yes' | 'no', text: string): ReactNode => (
    <button type="button" className={`btn btn-small${taken === value ? '' : value === 'yes' ? ' btn-main' : ''}`} aria-pressed={taken === value} onClick={() => { onPick(); onTake(taken === value ? null : value) }}>{text}</button>
  )
  return (
    <li ref={ref} className={now ? 'difference difference-now' : 'difference'} aria-current={now}>
      <div className="row row-between">
        <p className="grow"><span className="tag">{tOr(`difference.element.${item.element}`, item.element)}</span> <span className={`tag ${TONE[item.change] ?? ''}`}>{tOr(`change.${item.change}`, item.change)}</span> <b lang="zh-CN">{item.say}</b></p>
        {decides && <div className="row">{button('yes', t('difference.take'))}{button('no', t('difference.leave'))}</div>}
      </div>
      <div className="difference-sides">
        <Side head={page.relation === 'lower' ? t('difference.superior') : t('difference.before')} plan={page.before.id} said={item.before} />
        <Side head={page.relation === 'lower' ? t('difference.inferior') : t('difference.after')} plan={page.after.id} said={item.after} />
      </div>
      {item.running.length > 0 && (
        <ul className="small difference-running">{item.running.map((r) => <li key={`${r.kind}${r.name}`}><b>{r.title}</b> <span className="muted">{r.say}</span></li>)}</ul>
      )}
      {taken !== null && item.taken_by && <p className="muted small">{t(taken === 'yes' ? 'difference.taken.by' : 'difference.left.by', { by: personName(item.taken_by), at: item.taken_at ? instantText(item.taken_at) : '' })}</p>}
    </li>
  )
}

function Side({ head, plan, said }: { head: string; plan: string; said: Difference['before'] }) {
  return (
    <div>
      <p className="muted small">{head}{said && <> <Link to={`/plans/${plan}`}>{t('difference.line', { n: said.place.line })}</Link></>}</p>
      {said ? <blockquote className="quote" lang="zh-CN">{marked(said.sentence, said.words)}</blockquote> : <p className="muted">{t('difference.nothing')}</p>}
    </div>
  )
}

/** The words that were compared stand out in their sentence. */
function marked(sentence: string, words: string): ReactNode {
  const at = words.length < sentence.length ? sentence.indexOf(words) : -1
  if (at < 0) return sentence
  return <>{sentence.slice(0, at)}<mark>{words}</mark>{sentence.slice(at + words.length)}</>
}
