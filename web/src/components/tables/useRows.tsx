import { useState, type ReactNode } from 'react'
import type { Value } from '../../api/types'
import { t } from '../../i18n'
import { sortRows, type Sort } from '../../lib/sort'

/** From so many rows on a table has its own search box. */
const FIND_FROM = 8

interface Options<T> {
  /** What a row holds in a column. */
  valueOf: (row: T, key: string) => Value | undefined
  /** The words in which a row is looked for. */
  words: (row: T) => string
  placeholder?: string
  /** A box even for few rows, or none at all. */
  box?: boolean
}

interface Rows<T> {
  shown: T[]
  sort: Sort | null
  setSort: (sort: Sort | null) => void
  /** The search box; nothing where the table is short. */
  box: ReactNode
  /** Nothing is left of what was looked for. */
  none: boolean
}

/** Rows of a table that is whole on the screen: sorted by a head, searched by words. */
export function useRows<T>(rows: T[], { valueOf, words, placeholder, box }: Options<T>): Rows<T> {
  const [sort, setSort] = useState<Sort | null>(null)
  const [find, setFind] = useState('')
  const wanted = find.trim()
  const found = wanted === '' ? rows : rows.filter((row) => words(row).includes(wanted))
  const shows = box ?? rows.length >= FIND_FROM
  return {
    shown: sortRows(found, sort, valueOf),
    sort,
    setSort,
    box: shows ? <input type="search" className="input input-sm search no-print" placeholder={placeholder ?? t('table.find')} aria-label={placeholder ?? t('table.find')} value={find} onChange={(e) => { setFind(e.target.value) }} /> : null,
    none: rows.length > 0 && found.length === 0,
  }
}
