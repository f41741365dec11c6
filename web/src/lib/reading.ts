// Readings as the review page walks through them: elements in the order of the text, pieces of a line to highlight.
import type { Element, Plan } from '../api/types'

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && 'id' in value && 'line' in value && 'label' in value
}

/** All elements of a reading, whatever its groups are called, in the order of the text. */
export function elementsOf(plan: Plan): Element[] {
  const seen = new Set<string>()
  const out: Element[] = []
  for (const [group, list] of Object.entries(plan.reading)) {
    if (!Array.isArray(list) || group === 'findings') continue
    for (const item of list as unknown[]) {
      if (!isElement(item) || seen.has(item.id)) continue
      seen.add(item.id)
      out.push(item.kind ? item : { ...item, kind: group })
    }
  }
  return out.sort((a, b) => a.line - b.line || startOf(a) - startOf(b))
}

function startOf(element: Element): number {
  return element.col_start ?? element.start ?? 0
}
function endOf(element: Element): number | null {
  return element.col_end ?? element.end ?? null
}

export interface Piece { text: string; ids: string[] }

/** Cuts a line where highlights begin and end (UTF-16 offsets, as JavaScript counts); a piece may belong to several. */
export function cutLine(n: number, text: string, elements: Element[]): Piece[] {
  const spans = elements.flatMap((e) => {
    if (n < e.line || n > e.last_line) return []
    const from = n === e.line ? startOf(e) : 0
    const end = endOf(e)
    const to = e.line === e.last_line && end !== null ? end : text.length
    return to > from ? [{ id: e.id, from: Math.max(0, from), to: Math.min(to, text.length) }] : []
  })
  const cuts = [...new Set([0, text.length, ...spans.flatMap((s) => [s.from, s.to])])].sort((a, b) => a - b)
  const pieces: Piece[] = []
  for (let i = 0; i + 1 < cuts.length; i += 1) {
    const [from, to] = [cuts[i] ?? 0, cuts[i + 1] ?? 0]
    pieces.push({ text: text.slice(from, to), ids: spans.filter((s) => s.from <= from && s.to >= to).map((s) => s.id) })
  }
  return pieces.length === 0 ? [{ text, ids: [] }] : pieces
}

/** The shortest element at a place is the one meant by a click. */
export function innermost(ids: string[], elements: Map<string, Element>): string | undefined {
  const length = (id: string): number => {
    const e = elements.get(id)
    return e ? (e.last_line - e.line) * 10_000 + (endOf(e) ?? 9_999) - startOf(e) : Infinity
  }
  return [...ids].sort((a, b) => length(a) - length(b))[0]
}
