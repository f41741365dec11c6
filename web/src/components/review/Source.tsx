import { memo, useEffect, useMemo, useRef } from 'react'
import type { Element, Plan } from '../../api/types'
import { t } from '../../i18n'
import { cutLine, innermost } from '../../lib/reading'

interface Props {
  plan: Plan
  elements: Element[]
  current: string | null
  /** Lines of the question that is looked at. */
  lines: number[]
  onPick: (id: string) => void
}

/** The plan's own text with line numbers; what was read from it is underlined, a click goes to the reading. */
export function Source({ plan, elements, current, lines, onPick }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const byId = useMemo(() => new Map(elements.map((e) => [e.id, e])), [elements])
  const onLine = useMemo(() => {
    const out = new Map<number, Element[]>()
    for (const e of elements) {
      for (let n = e.line; n <= e.last_line; n += 1) out.set(n, [...(out.get(n) ?? []), e])
    }
    return out
  }, [elements])
  const target = current ? byId.get(current)?.line : lines[0]
  useEffect(() => {
    if (target === undefined) return
    const line = box.current?.querySelector<HTMLElement>(`[data-line="${String(target)}"]`)
    if (!line || !box.current) return
    const outer = box.current.getBoundingClientRect()
    const inner = line.getBoundingClientRect()
    if (inner.top < outer.top + 20 || inner.bottom > outer.bottom - 20) {
      box.current.scrollTo({ top: box.current.scrollTop + inner.top - outer.top - outer.height / 3 })
    }
  }, [target])
  const document = plan.documents.find((d) => d.index === plan.document)
  const shown = document ? plan.lines.filter((l) => l.n >= document.first_line && l.n <= document.last_line) : plan.lines
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by the keyboard
    <div className="source panel" ref={box} role="region" aria-label={t('review.source')} tabIndex={0} lang="zh-CN">
      {shown.map((line) => (
        <Line key={line.n} n={line.n} text={line.text} elements={onLine.get(line.n) ?? NONE} current={current} asked={lines.includes(line.n)} noise={Boolean(line.noise)} onPick={(ids) => { const id = innermost(ids, byId); if (id) onPick(id) }} />
      ))}
    </div>
  )
}

const NONE: Element[] = []

interface LineProps { n: number; text: string; elements: Element[]; current: string | null; asked: boolean; noise: boolean; onPick: (ids: string[]) => void }

const Line = memo(function Line({ n, text, elements, current, asked, noise, onPick }: LineProps) {
  const confirmed = new Set(elements.filter((e) => e.confirmed === 'yes').map((e) => e.id))
  const refused = new Set(elements.filter((e) => e.confirmed === 'no').map((e) => e.id))
  return (
    <div className={`src-line${asked ? ' src-asked' : ''}${noise ? ' src-noise' : ''}`} data-line={n}>
      <span className="src-n num" aria-hidden="true">{n}</span>
      <span>
        {cutLine(n, text, elements).map((piece, i) => {
          if (piece.ids.length === 0) return <span key={i}>{piece.text}</span>
          const tone = current && piece.ids.includes(current) ? 'hl-now' : piece.ids.every((id) => refused.has(id)) ? 'hl-no' : piece.ids.every((id) => confirmed.has(id)) ? 'hl-yes' : 'hl-open'
          return (
            // The same elements are reached by the keyboard in the list beside.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
            <span key={i} className={`hl ${tone}`} onClick={() => { onPick(piece.ids) }}>{piece.text}</span>
          )
        })}
      </span>
    </div>
  )
}, (a, b) => a.text === b.text && a.elements === b.elements && a.asked === b.asked
  && (a.current === b.current || !a.elements.some((e) => e.id === a.current || e.id === b.current)))
