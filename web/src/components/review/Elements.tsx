import { memo, useEffect, useRef, type ReactNode } from 'react'
import type { Element } from '../../api/types'
import { t, tOr } from '../../i18n'
import { instantText, personName } from '../../lib/format'
import { isComposed } from '../../lib/review'

export type Step = 'confirm' | 'reopen' | 'edit' | 'split' | 'drop'

interface Props {
  elements: Element[]
  depths: Map<string, number>
  current: string | null
  open: boolean
  chosen: ReadonlySet<string>
  /** Stands in place of the details of the current one. */
  form: ReactNode
  onPick: (id: string) => void
  onChoose: (id: string) => void
  onStep: (step: Step, id: string) => void
}

/** The kinds have one name for people. */
export function kindText(kind: string): string {
  return tOr(`kind.${kind}`, kind)
}

/** What was read, in the order of the text; each with its sentence and what can be done with it. */
export function Elements({ elements, depths, current, open, chosen, form, onPick, onChoose, onStep }: Props) {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [current, open])
  return (
    <ul className="elements" ref={list} tabIndex={-1} aria-label={t('review.reading')}>
      {elements.map((e) => {
        const now = e.id === current
        return (
          <li key={e.id} aria-current={now} className={`element${now ? ' element-now' : ''}${chosen.has(e.id) ? ' element-chosen' : ''}`}>
            <Row element={e} depth={depths.get(e.id) ?? 0} chosen={chosen.has(e.id)} onPick={onPick} onChoose={onChoose} />
            {now && (form ?? (open && <Details element={e} onStep={onStep} />))}
          </li>
        )
      })}
    </ul>
  )
}

interface RowProps { element: Element; depth: number; chosen: boolean; onPick: (id: string) => void; onChoose: (id: string) => void }

const Row = memo(function Row({ element: e, depth, chosen, onPick, onChoose }: RowProps) {
  return (
    <div className={e.kind === 'heading' ? 'element-row element-heading' : 'element-row'}>
      <label className="element-choose only-wide"><input type="checkbox" checked={chosen} aria-label={t('review.choose.one', { what: e.label })} onChange={() => { onChoose(e.id) }} /></label>
      <button type="button" className="element-main" style={{ paddingLeft: 4 + 16 * depth }} onClick={() => { onPick(e.id) }}>
        <span className={`tag tag-${e.kind}`}>{kindText(e.kind)}</span>
        <span className="grow"><span lang="zh-CN">{e.label}</span>{e.detail && <span className="muted small"> {e.detail}</span>}{e.detail_before && <s className="muted small"> {e.detail_before}</s>}</span>
        {e.origin === 'edited' && <span className="tag tag-accent">{t('review.edited')}</span>}
        <span className="muted small num">{e.line}</span>
        <span className="element-mark">
          {e.confirmed === 'yes' && <span className="green" title={t('review.confirmed')}>✓<span className="sr">{t('review.confirmed')}</span></span>}
          {e.confirmed === 'no' && <span className="red" title={t('review.rejected')}>✗<span className="sr">{t('review.rejected')}</span></span>}
        </span>
      </button>
    </div>
  )
}, (a, b) => a.element === b.element && a.depth === b.depth && a.chosen === b.chosen)

function Details({ element: e, onStep }: { element: Element; onStep: Props['onStep'] }) {
  const button = (step: Step, text: string, key: string, extra = ''): ReactNode => (
    <button type="button" className={`btn btn-small ${extra}`} onClick={() => { onStep(step, e.id) }}>{text}<kbd className="only-wide">{key}</kbd></button>
  )
  return (
    <div className="element-more">
      {e.quote && e.quote !== e.label && <blockquote className="quote small" lang="zh-CN">{e.quote}</blockquote>}
      {e.detail_before && <p className="small">{t('review.moved', { now: e.detail, before: e.detail_before })}</p>}
      {e.touched && <p className="muted small">{t('review.touched', { by: personName(e.touched.by), at: instantText(e.touched.at) })}</p>}
      <div className="row">
        {e.confirmed === 'yes'
          ? button('reopen', t('review.reopen'), t('review.key.space'))
          : button('confirm', isComposed(e.kind) ? t('review.confirm.all') : t('review.confirm'), t('review.key.space'), 'btn-main')}
        {button('edit', t('do.edit'), 'e')}
        {button('split', t('review.split'), 's', 'only-wide')}
        {button('drop', t('review.drop'), 'd')}
      </div>
    </div>
  )
}
