// Merged heads: columns that belong together stand under one head, as in an office's table.
import type { ReturnColumn } from '../api/types'

export interface Run { key: string | null; from: number; span: number }

/** Neighbours with the same key; a column without one stands alone. */
export function runsOf(keys: (string | null)[]): Run[] {
  const runs: Run[] = []
  keys.forEach((key, from) => {
    const last = runs.at(-1)
    if (last && key !== null && last.key === key) last.span += 1
    else runs.push({ key, from, span: 1 })
  })
  return runs
}

/** What a column counts: the period, all since the beginning, or what is asked for. */
export type Aspect = 'period' | 'cumulative' | 'plan'
export interface Group extends Run { by: 'measure' | 'aspect' }

function aspect(column: ReturnColumn): Aspect {
  return column.shows === 'target' || column.shows === 'gap' ? 'plan' : column.shows
}

/**
 * Groups of a return's columns: by measure where the same measure stands in neighbouring columns, else by what they count;
 * whichever gives the fewer heads. Nothing when no two columns belong together.
 */
export function groupsOf(columns: ReturnColumn[]): Group[] {
  const measures = runsOf(columns.map((c) => c.measure)).map((r): Group => ({ ...r, by: 'measure' }))
  const aspects = runsOf(columns.map(aspect)).map((r): Group => ({ ...r, by: 'aspect' }))
  const chosen = measures.length < aspects.length ? measures : aspects
  return chosen.length === columns.length ? [] : chosen
}
