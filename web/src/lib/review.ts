// The review of a plan: places in its text, what contains what, its chapters, and values of elements that are made anew.
import type { Element, ElementValues } from '../api/types'
import type { Placed } from './reading'

export type Kind = Element['kind']
export type Place = Omit<Placed, 'id'>

/** Composed of several places of a sentence or item: confirmed with what they hold. */
const COMPOSED: ReadonlySet<Kind> = new Set<Kind>(['task', 'duty'])
/** Marked in the source all the time; the others only while they are looked at. */
const MARKED: ReadonlySet<Kind> = new Set<Kind>(['heading', 'responsibility', 'time_limit', 'target', 'register'])

export function isComposed(kind: Kind): boolean {
  return COMPOSED.has(kind)
}
export function isMarked(kind: Kind): boolean {
  return MARKED.has(kind)
}

export function placeOf(e: Place): Place {
  return { line: e.line, last_line: e.last_line, col_start: e.col_start, col_end: e.col_end }
}

/** Does the first place hold the second? */
export function holds(outer: Place, inner: Place): boolean {
  const begins = outer.line < inner.line || (outer.line === inner.line && outer.col_start <= inner.col_start)
  const ends = outer.last_line > inner.last_line || (outer.last_line === inner.last_line && outer.col_end >= inner.col_end)
  return begins && ends
}

export function overlap(a: Place, b: Place): boolean {
  const before = (x: Place, y: Place): boolean => x.last_line < y.line || (x.last_line === y.line && x.col_end <= y.col_start)
  return !before(a, b) && !before(b, a)
}

/** The smallest place that holds both. */
export function spanning(a: Place, b: Place): Place {
  const first = a.line < b.line || (a.line === b.line && a.col_start <= b.col_start) ? a : b
  const last = a.last_line > b.last_line || (a.last_line === b.last_line && a.col_end >= b.col_end) ? a : b
  return { line: first.line, col_start: first.col_start, last_line: last.last_line, col_end: last.col_end }
}

export type Lines = Map<number, string>

/** The words of a place, with a line feed between lines. */
export function wordsAt(lines: Lines, place: Place): string {
  const out: string[] = []
  for (let n = place.line; n <= place.last_line; n += 1) {
    const text = lines.get(n) ?? ''
    out.push(text.slice(n === place.line ? place.col_start : 0, n === place.last_line ? place.col_end : text.length))
  }
  return out.join('\n')
}

/** The part `from..to` of the words of a place. */
export function partOf(words: string, place: Place, from: number, to: number): Place {
  const at = (offset: number): { line: number; col: number } => {
    const before = words.slice(0, offset).split('\n')
    const last = before[before.length - 1] ?? ''
    return { line: place.line + before.length - 1, col: last.length + (before.length === 1 ? place.col_start : 0) }
  }
  const [a, b] = [at(from), at(to)]
  return { line: a.line, col_start: a.col, last_line: b.line, col_end: b.col }
}

/** Where words stand in the text: the first place behind a line, else the first one. */
export function findWords(lines: Lines, words: string, behind: number): Place | null {
  if (words === '') return null
  const numbers = [...lines.keys()].sort((a, b) => a - b)
  for (const n of [...numbers.filter((x) => x >= behind), ...numbers]) {
    const at = (lines.get(n) ?? '').indexOf(words)
    if (at >= 0) return { line: n, last_line: n, col_start: at, col_end: at + words.length }
  }
  return null
}

export interface Chapter { key: string; title: string; level: number; from: number; to: number }

/** The upper two levels of headings with the lines under them. */
export function chapters(elements: Element[]): Chapter[] {
  const headings = elements.flatMap((e) => (e.values.kind === 'heading' && e.values.level <= 2 ? [{ e, level: e.values.level }] : []))
  return headings.map(({ e, level }, i) => {
    const next = headings.slice(i + 1).find((h) => h.level <= level)
    return { key: e.id, title: e.label, level, from: e.line, to: next ? next.e.line - 1 : Infinity }
  })
}

/** How many stand around an element in the list: shown as indentation. */
export function depths(elements: Element[]): Map<string, number> {
  const open: Element[] = []
  const out = new Map<string, number>()
  for (const e of elements) {
    while (open.length > 0 && !holds(open[open.length - 1] ?? e, e)) open.pop()
    out.set(e.id, open.length)
    if (isComposed(e.kind)) open.push(e)
  }
  return out
}

/** An element with everything inside it that is still open. */
export function withParts(element: Element, elements: Element[]): Element[] {
  if (!isComposed(element.kind)) return [element]
  return [element, ...elements.filter((e) => e.id !== element.id && e.kind !== 'heading' && e.confirmed === null && holds(element, e))]
}

/** What a new element says before a person says more: its words, and nothing guessed. */
export function blank(kind: Kind, words: string): ElementValues {
  const text = words.replace(/\s+/g, '')
  switch (kind) {
    case 'heading': return { kind, title: text, level: 1 }
    case 'responsibility': return { kind, unit: text, role: 'executor' }
    case 'time_limit': return { kind, limit: 'by', from: null, to: null, length: null, due: null }
    case 'target': return { kind, what: '', op: 'at_least', value: null, to: null, measured_in: '', aspired: false }
    case 'task': return { kind, title: text, who: [], from: null, to: null }
    case 'phase': return { kind, title: text, from: null, to: null }
    case 'register': return { kind, title: text.replace(/[《》]/g, ''), every: null }
    case 'ask': return { kind, question: text }
    case 'duty': return { kind, what: text, who: [], every: null, due: null }
  }
}

/** One out of several of a kind: the first's values, with the units and words of all. */
export function mergedValues(elements: Element[], words: string): ElementValues | null {
  const first = elements[0]?.values
  if (!first) return null
  const text = words.replace(/\s+/g, '')
  const all = elements.map((e) => e.values)
  const who = all.flatMap((v) => (v.kind === 'duty' || v.kind === 'task' ? v.who : []))
    .filter((w, i, list) => list.findIndex((o) => o.unit === w.unit && o.role === w.role) === i)
  switch (first.kind) {
    case 'duty': return { ...first, what: text, who }
    case 'task': return { ...first, who }
    case 'heading': return { ...first, title: all.map((v) => (v.kind === 'heading' ? v.title : '')).join('') }
    case 'responsibility': return { ...first, unit: text }
    case 'ask': return { ...first, question: all.map((v) => (v.kind === 'ask' ? v.question : '')).join('；') }
    default: return first
  }
}

/** A part of an element, with the words that fall to it. */
export function splitValues(values: ElementValues, words: string): ElementValues {
  const text = words.replace(/\s+/g, '').replace(/^[、，,；;和及与]+|[、，,；;和及与]+$/g, '')
  switch (values.kind) {
    case 'responsibility': return { ...values, unit: text }
    case 'duty': return { ...values, what: text }
    case 'heading': case 'task': case 'phase': return { ...values, title: text }
    case 'register': return { ...values, title: text.replace(/[《》]/g, '') }
    default: return values
  }
}

/** Where a person most likely cuts: behind the mark nearest to the middle. */
export function likelyCut(words: string): number {
  const marks = [...words.matchAll(/[、，,；;。\n和及]/g)].map((m) => m.index + 1).filter((at) => at < words.length)
  const middle = words.length / 2
  return marks.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0] ?? Math.max(1, Math.round(middle))
}
