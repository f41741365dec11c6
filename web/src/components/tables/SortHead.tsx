import type { ReactNode } from 'react'
import { t } from '../../i18n'
import { nextSort, type Sort } from '../../lib/sort'

interface Props {
  name: string
  sort: Sort | null
  onSort: (sort: Sort | null) => void
  children: ReactNode
  /** Figures stand right and begin with the largest. */
  figures?: boolean
  rowSpan?: number | undefined
  className?: string
}

/** A head that sorts its column; what sorts says so to screen readers and by an arrow. */
export function SortHead({ name, sort, onSort, children, figures = false, rowSpan, className = '' }: Props) {
  const mine = sort?.key === name ? sort : null
  return (
    <th scope="col" rowSpan={rowSpan} className={`${figures ? 'r ' : ''}${className}`} aria-sort={mine ? (mine.down ? 'descending' : 'ascending') : undefined}>
      <button type="button" className="sort" title={t('table.sort')} onClick={() => { onSort(nextSort(sort, name, figures)) }}>
        {children}<span className="sort-arrow" aria-hidden="true">{mine ? (mine.down ? '↓' : '↑') : ''}</span>
      </button>
    </th>
  )
}
