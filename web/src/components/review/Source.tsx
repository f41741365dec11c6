import { memo, useEffect, useMemo, useRef } from 'react'
import type { Element, Plan } from '../../api/types'
import { t } from '../../i18n'
import { cutLine, innermost } from '../../lib/reading'
import { isMarked, type Place } from '../../lib/review'

interface Props {
  plan: Plan
  elements: Element[]
  current: string | null
  /** Lines of the question that is looked at. */
  lines: number[]
  onPick: (id: string) => void
  /** Words that a person marked in the text; `null`: none. */
  onSelect: (place: Place | null) => void
}

/** The plan's own text with line numbers; what was read from it is underlined, a click goes to the reading. */
export function Source({ plan, elements, current, lines, onPick, onSelect }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const byId = useMemo(() => new Map(elements.map((e) => [e.id, e])), [elements])
  const onLine = useMemo(() => {
    const out = new Map<number, Element[]>()
    for (const e of elements.filter((x) => isMarked(x.kind))) {
      for (let n = e.line; n <= e.last_line; n += 1) out.set(n, [...(out.get(n) ?? []), e])
    }
    return out
  }, [elements])
  const now = current ? byId.get(current) : undefined
  const target = now ? now.line : lines[0]
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
  useEffect(() => {
    const onChange = (): void => { if (box.current) onSelect(selectedPlace(box.current)) }
    document.addEventListener('selectionchange', onChange)
    return () => { document.removeEventListener('selectionchange', onChange) }
  }, [onSelect])
  const reviewed = plan.documents.find((d) => d.index === plan.document)
  const shown = reviewed ? plan.lines.filter((l) => l.n >= reviewed.first_line && l.n <= reviewed.last_line) : plan.lines
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by the keyboard
    <div className="source panel" ref={box} role="region" aria-label={t('review.source')} tabIndex={0} lang="zh-CN">
      {shown.map((line) => (
        <Line key={line.n} n={line.n} text={line.text} elements={onLine.get(line.n) ?? NONE} now={now && now.line <= line.n && line.n <= now.last_line ? now : undefined} asked={lines.includes(line.n)} noise={Boolean(line.noise)} onPick={(ids) => { const id = innermost(ids, byId); if (id) onPick(id) }} />
      ))}
    </div>
  )
}

const NONE: Element[] = []

/** Where the browser's selection stands in the text, in lines and columns. */
function selectedPlace(box: HTMLElement): Place | null {
  const selection = window.getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  const point = (node: Node, offset: number): { n: number; col: number } | null => {
    const element = node instanceof HTMLElement ? node : node.parentElement
    const line = element?.closest<HTMLElement>('.src-line')
    const text = line?.querySelector('.src-text')
    if (!line || !text || !box.contains(line)) return null
    const before = document.createRange()
    before.setStart(text, 0)
    // A selection that begins in the margin begins with the line.
    if (!text.contains(node)) return { n: Number(line.dataset.line), col: 0 }
    before.setEnd(node, offset)
    return { n: Number(line.dataset.line), col: before.toString().length }
  }
  const from = point(range.startContainer, range.startOffset)
  const to = point(range.endContainer, range.endOffset)
  if (!from || !to || (from.n === to.n && from.col >= to.col)) return null
  return { line: from.n, col_start: from.col, last_line: to.n, col_end: to.col }
}

interface LineProps { n: number; text: string; elements: Element[]; now: Element | undefined; asked: boolean; noise: boolean; onPick: (ids: string[]) => void }

const Line = memo(function Line({ n, text, elements, now, asked, noise, onPick }: LineProps) {
  const confirmed = new Set(elements.filter((e) => e.confirmed === 'yes').map((e) => e.id))
  const refused = new Set(elements.filter((e) => e.confirmed === 'no').map((e) => e.id))
  const all = now && !elements.includes(now) ? [...elements, now] : elements
  return (
    <div className={`src-line${asked ? ' src-asked' : ''}${noise ? ' src-noise' : ''}`} data-line={n}>
      <span className="src-n num" aria-hidden="true">{n}</span>
      <span className="src-text">
        {cutLine(n, text, all).map((piece, i) => {
          if (piece.ids.length === 0) return <span key={i}>{piece.text}</span>
          const marked = piece.ids.filter((id) => id !== now?.id)
          const tone = now && piece.ids.includes(now.id) ? 'hl-now' : marked.every((id) => refused.has(id)) ? 'hl-no' : marked.every((id) => confirmed.has(id)) ? 'hl-yes' : 'hl-open'
          return (
            // The same elements are reached by the keyboard in the list beside.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
            <span key={i} className={`hl ${tone}`} onClick={() => { onPick(piece.ids) }}>{piece.text}</span>
          )
        })}
      </span>
    </div>
  )
}, (a, b) => a.text === b.text && a.elements === b.elements && a.asked === b.asked && a.now === b.now)
