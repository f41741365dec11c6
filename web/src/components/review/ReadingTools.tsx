import type { Element } from '../../api/types'
import { t } from '../../i18n'
import type { Chapter, Kind } from '../../lib/review'
import { KINDS } from './Editing'

/** Which elements the list shows. */
export interface Filter { kind: Kind | ''; chapter: string; undecided: boolean; text: string }
export const ALL: Filter = { kind: '', chapter: '', undecided: false, text: '' }

export function filtered(elements: Element[], filter: Filter, parts: Chapter[], keep: string | null): Element[] {
  const part = parts.find((c) => c.key === filter.chapter)
  const words = filter.text.trim()
  return elements.filter((e) => {
    if (filter.kind !== '' && e.kind !== filter.kind) return false
    if (part && (e.line < part.from || e.line > part.to)) return false
    if (words !== '' && !`${e.label}${e.detail}${e.quote}`.includes(words)) return false
    return !filter.undecided || e.confirmed === null || e.id === keep
  })
}

interface Props {
  elements: Element[]
  parts: Chapter[]
  filter: Filter
  onFilter: (filter: Filter) => void
  chosen: number
  onMerge: () => void
  onAdd: () => void
  onUndo: () => void
  onKeys: () => void
}

/** Search, kind, chapter and "undecided only"; each choice says how far it is decided. */
export function ReadingTools({ elements, parts, filter, onFilter, chosen, onMerge, onAdd, onUndo, onKeys }: Props) {
  const count = (list: Element[]): string => `${String(list.filter((e) => e.confirmed !== null).length)}/${String(list.length)}`
  const kinds = KINDS.filter(([k]) => elements.some((e) => e.kind === k))
  return (
    <div className="reading-tools">
      <div className="row">
        <input
          type="search" className="input input-sm reading-search" aria-label={t('review.search')} placeholder={t('review.search')} value={filter.text}
          onChange={(e) => { onFilter({ ...filter, text: e.target.value }) }}
          onKeyDown={(e) => { if (e.key === 'Enter' || e.key === 'Escape') { e.preventDefault(); e.currentTarget.blur() } }}
        />
        <select className="select w-auto input-sm" aria-label={t('review.by.kind')} value={filter.kind} onChange={(e) => { onFilter({ ...filter, kind: e.target.value as Kind | '' }) }}>
          <option value="">{t('review.filter.all')} {count(elements)}</option>
          {kinds.map(([k, key]) => <option key={k} value={k}>{t(key)} {count(elements.filter((e) => e.kind === k))}</option>)}
        </select>
        {parts.length > 0 && (
          <select className="select w-auto input-sm reading-chapter" aria-label={t('review.by.chapter')} value={filter.chapter} onChange={(e) => { onFilter({ ...filter, chapter: e.target.value }) }}>
            <option value="">{t('review.chapter.all')}</option>
            {parts.map((c) => <option key={c.key} value={c.key}>{c.level > 1 ? '　' : ''}{c.title.slice(0, 24)} {count(elements.filter((e) => e.line >= c.from && e.line <= c.to))}</option>)}
          </select>
        )}
        <label className="tick"><input type="checkbox" checked={filter.undecided} onChange={(e) => { onFilter({ ...filter, undecided: e.target.checked }) }} />{t('review.only.open')}</label>
      </div>
      <div className="row only-wide">
        <button type="button" className="btn btn-small" onClick={onAdd}>{t('review.add')}<kbd>a</kbd></button>
        <button type="button" className="btn btn-small" disabled={chosen < 2} onClick={onMerge}>{t('review.merge')}{chosen > 0 && <span className="num">{chosen}</span>}<kbd>m</kbd></button>
        <button type="button" className="btn btn-small" onClick={onUndo}>{t('review.undo')}<kbd>u</kbd></button>
        <button type="button" className="btn btn-small" onClick={onKeys}>{t('keys.title')}<kbd>?</kbd></button>
      </div>
      <div className="row only-phone">
        <button type="button" className="btn btn-small" onClick={onUndo}>{t('review.undo')}</button>
      </div>
    </div>
  )
}
