// Order of the rows of a table that is whole on the screen. Only for looking: no figure is computed here.
import type { Value } from '../api/types'
import { isAbout, isUnknown } from './value'

export interface Sort { key: string; down: boolean }

const words = new Intl.Collator('zh-CN', { numeric: true })
const NUMBER = /^[+-]?\d+(\.\d+)?$/

/** What a value is compared by; `null`: unknown or missing, always last. */
function weight(value: Value | undefined): number | string | null {
  if (value === null || value === undefined || value === '' || isUnknown(value)) return null
  if (isAbout(value)) return Number(value.about)
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number') return value
  if (typeof value === 'string') return NUMBER.test(value) ? Number(value) : value
  return Array.isArray(value) ? value.map(String).join('、') : null
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return words.compare(String(a), String(b))
}

/** Rows by one column, in the given order where equal; rows without a value stand last in both directions. */
export function sortRows<T>(rows: T[], sort: Sort | null, valueOf: (row: T, key: string) => Value | undefined): T[] {
  if (!sort) return rows
  const weighed = rows.map((row, i) => ({ row, i, by: weight(valueOf(row, sort.key)) }))
  weighed.sort((a, b) => {
    if (a.by === null || b.by === null) return a.by === b.by ? a.i - b.i : a.by === null ? 1 : -1
    const by = compare(a.by, b.by)
    return by === 0 ? a.i - b.i : sort.down ? -by : by
  })
  return weighed.map((w) => w.row)
}

/** One press sorts downwards (the largest first for figures), the next upwards, the third gives the own order back. */
export function nextSort(sort: Sort | null, key: string, figures: boolean): Sort | null {
  if (sort?.key !== key) return { key, down: figures }
  return sort.down === figures ? { key, down: !figures } : null
}
