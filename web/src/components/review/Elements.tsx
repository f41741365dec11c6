import { useEffect, useRef } from 'react'
import type { Element } from '../../api/types'
import { t, tOr } from '../../i18n'

interface Props {
  elements: Element[]
  current: string | null
  onPick: (id: string) => void
  onConfirm: (id: string, confirmed: 'yes' | 'no' | null) => void
}

/** Plural or singular, with underscores or not: the kinds have one name for people. */
export function kindText(kind: string): string {
  return tOr(`kind.${kind}`, tOr(`kind.${kind}s`, tOr(`kind.${kind.replace(/y$/, 'ies')}`, kind)))
}

/** What was read, in the order of the text; each with its sentence and its answer. */
export function Elements({ elements, current, onPick, onConfirm }: Props) {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <ul className="elements" ref={list}>
      {elements.map((e) => {
        const now = e.id === current
        return (
          <li key={e.id} aria-current={now} className={now ? 'element element-now' : 'element'}>
            <button type="button" className="element-main" onClick={() => { onPick(e.id) }}>
              <span className="tag">{kindText(e.kind)}</span>
              <span className="grow"><span lang="zh-CN">{e.label}</span>{e.detail && <span className="muted small"> {e.detail}</span>}</span>
              <span className="muted small num">{e.line}</span>
              {e.confirmed === 'yes' && <span className="green" title={t('review.confirmed')}>✓<span className="sr">{t('review.confirmed')}</span></span>}
              {e.confirmed === 'no' && <span className="red" title={t('review.rejected')}>✗<span className="sr">{t('review.rejected')}</span></span>}
            </button>
            {now && (
              <div className="element-more">
                {e.quote && <blockquote className="quote small" lang="zh-CN">{e.quote}</blockquote>}
                <div className="row">
                  <button type="button" className={e.confirmed === 'yes' ? 'btn btn-small' : 'btn btn-small btn-main'} disabled={e.confirmed === 'yes'} onClick={() => { onConfirm(e.id, 'yes') }}>{t('review.confirm')}</button>
                  <button type="button" className="btn btn-small" disabled={e.confirmed === 'no'} onClick={() => { onConfirm(e.id, 'no') }}>{t('review.reject')}</button>
                  {e.confirmed && <button type="button" className="btn btn-small" onClick={() => { onConfirm(e.id, null) }}>{t('review.undo')}</button>}
                </div>
              </div>
            )}
          </li>
        )
      })}
    </ul>
  )
}
