import type { Element, ElementValues, Plan } from '../../api/types'
import { t } from '../../i18n'
import { instantText, personName } from '../../lib/format'
import { Dialog } from '../Dialog'
import { fieldOf, fieldsOf } from './fields'
import { standing, type Conflict } from './useReview'

/** Somebody changed the same thing meanwhile: who, what, and the choice between theirs and mine. */
export function ConflictDialog({ conflict, onMine, onTheirs }: { conflict: Conflict; onMine: () => void; onTheirs: () => void }) {
  const theirs = standing(conflict)
  const gone = conflict.saw.filter((s) => !theirs.some((e) => e.id === s.id))
  const onlyGone = theirs.length === 0 && conflict.put === null
  return (
    <Dialog
      wide
      title={t('conflict.title')}
      onClose={onTheirs}
      foot={<>
        <button type="button" className="btn" onClick={onTheirs}>{t('conflict.theirs.use')}</button>
        {!onlyGone && <button type="button" className="btn btn-main" onClick={onMine}>{t('conflict.mine.use')}</button>}
      </>}
    >
      <p>{t('conflict.say')}</p>
      <div className="conflict">
        <section>
          <h3>{t('conflict.theirs')}</h3>
          {theirs.map((e) => <Side key={e.id} values={e.values} head={whoAndWhen(e)} confirmed={e.confirmed} />)}
          {gone.map((e) => <p key={e.id} className="muted">{t('conflict.gone', { what: e.label })}{wordsOfDropped(conflict.fresh, e.id)}</p>)}
        </section>
        <section>
          <h3>{t('conflict.mine')}</h3>
          {conflict.put === null && <p>{t(conflict.confirmed === 'yes' ? 'review.confirm' : 'review.reopen')}：{conflict.saw.map((e) => e.label).join('、')}</p>}
          {conflict.put?.length === 0 && <p>{t('review.drop')}：{conflict.saw.map((e) => e.label).join('、')}</p>}
          {conflict.put?.map((p, i) => <Side key={i} values={p.values} />)}
        </section>
      </div>
    </Dialog>
  )
}

function whoAndWhen(e: Element): string {
  return e.touched ? t('review.touched', { by: personName(e.touched.by), at: instantText(e.touched.at) }) : ''
}

function wordsOfDropped(fresh: Plan, id: string): string {
  const dropped = fresh.dropped.find((d) => d.id === id)
  return dropped ? ` ${whoAndWhen(dropped)}` : ''
}

function Side({ values, head, confirmed }: { values: ElementValues; head?: string; confirmed?: Element['confirmed'] }) {
  return (
    <div className="conflict-side">
      {head && <p className="muted small">{head}</p>}
      <dl className="pairs">
        {fieldsOf(values).map((f) => <div key={f.name}><dt>{t(f.key)}</dt><dd lang="zh-CN">{shown(fieldOf(values, f), f.options)}</dd></div>)}
        {confirmed !== undefined && <div><dt>{t('review.confirm')}</dt><dd>{t(confirmed === 'yes' ? 'review.confirmed' : 'review.undecided')}</dd></div>}
      </dl>
    </div>
  )
}

function shown(value: unknown, options: ReturnType<typeof fieldsOf>[number]['options']): string {
  if (Array.isArray(value)) return (value as { unit: string }[]).map((w) => w.unit).join('、') || '—'
  if (value === true) return t('yes')
  if (value === false) return t('no')
  if (typeof value !== 'string' && typeof value !== 'number') return t('value.pending')
  const option = options?.find(([v]) => v === value)
  return option ? t(option[1]) : String(value)
}
