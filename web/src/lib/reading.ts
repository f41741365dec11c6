// Pieces of a line to highlight: where what was read begins and ends.
import type { Element } from '../api/types'

/** Where something that was read stands. */
export type Placed = Pick<Element, 'id' | 'line' | 'last_line' | 'col_start' | 'col_end'>

export interface Piece { text: string; ids: string[] }

/** Cuts a line where highlights begin and end (UTF-16 offsets, as JavaScript counts); a piece may belong to several. */
export function cutLine(n: number, text: string, elements: Placed[]): Piece[] {
  const spans = elements.flatMap((e) => {
    if (n < e.line || n > e.last_line) return []
    const from = n === e.line ? e.col_start : 0
    const to = n === e.last_line ? e.col_end : text.length
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
export function innermost(ids: string[], elements: Map<string, Placed>): string | undefined {
  const length = (id: string): number => {
    const e = elements.get(id)
    return e ? (e.last_line - e.line) * 10_000 + e.col_end - e.col_start : Infinity
  }
  return [...ids].sort((a, b) => length(a) - length(b))[0]
}
