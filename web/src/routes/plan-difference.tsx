import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { plans } from '../api/calls'
import type { Difference, DifferencePage, Relation } from '../api/types'
import { Answer, Empty, PageHead } from '../components/Page'
import { DifferenceItem } from '../components/review/DifferenceItem'
import { ReviseDialog } from '../components/review/ReviseDialog'
import { t, tOr } from '../i18n'
import { errorText } from '../lib/errors'
import { isTyping } from '../lib/shortcuts'
import { useToast } from '../lib/toast'
import '../styles/review.css'

/** What does the new plan change, and what stays of what was done? */
export function PlanDifference() {
  const { id = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const against = params.get('against') ?? ''
  const relation: Relation = params.get('relation') === 'lower' ? 'lower' : 'revision'
  const choose = (next: { against?: string; relation?: string }): void => {
    setParams({ against: next.against ?? against, relation: next.relation ?? relation }, { replace: true })
  }
  const list = useQuery({ queryKey: ['plans'], queryFn: () => plans.list() })
  const others = (list.data ?? []).filter((p) => p.id !== id)
  const own = list.data?.find((p) => p.id === id)
  return (
    <div className="page">
      <PageHead
        title={t('difference.title')}
        crumbs={[{ title: t('nav.plans'), to: '/plans' }, { title: own?.title ?? own?.name ?? '', to: `/plans/${id}` }, { title: t('difference.title') }]}
      />
      <div className="toolbar difference-tools">
        <label className="field"><span className="label">{t('difference.against')}</span>
          <select className="select" value={against} onChange={(e) => { choose({ against: e.target.value }) }}>
            <option value="">{t('difference.against.none')}</option>
            {others.map((p) => <option key={p.id} value={p.id}>{p.title || p.name}{p.programme ? ` · ${p.programme}` : ''}</option>)}
          </select>
        </label>
        <fieldset className="field">
          <legend>{t('difference.relation')}</legend>
          {(['revision', 'lower'] as const).map((r) => (
            <label key={r} className="tick"><input type="radio" name="relation" checked={relation === r} onChange={() => { choose({ relation: r }) }} />{t(r === 'revision' ? 'difference.revision' : 'difference.lower')}</label>
          ))}
        </fieldset>
      </div>
      {against === '' ? <div className="panel"><Empty>{t('difference.choose')}</Empty></div> : <Found key={`${against}${relation}`} plan={id} against={against} relation={relation} />}
    </div>
  )
}

function Found({ plan, against, relation }: { plan: string; against: string; relation: Relation }) {
  const key = ['difference', plan, against, relation]
  const asked = useQuery({ queryKey: key, queryFn: () => plans.difference(plan, { against, relation }) })
  return <Answer of={asked}>{(page) => <Page page={page} plan={plan} against={against} queryKey={key} />}</Answer>
}

function Page({ page, plan, against, queryKey }: { page: DifferencePage; plan: string; against: string; queryKey: string[] }) {
  const client = useQueryClient()
  const { complain } = useToast()
  const [change, setChange] = useState('')
  const [undecided, setUndecided] = useState(false)
  const [current, setCurrent] = useState(0)
  const [revising, setRevising] = useState(false)
  const decides = page.relation === 'revision'
  const changes = [...new Set(page.items.map((i) => i.change))]
  const shown = page.items.filter((i) => (change === '' || i.change === change) && (!undecided || i.taken === null || i.taken === undefined))
  const take = async (items: Difference[], taken: 'yes' | 'no' | null): Promise<void> => {
    try {
      await plans.take(plan, { against, relation: page.relation, items: items.map((i) => i.id), taken })
    } catch (problem) {
      complain(errorText(problem))
    }
    await client.invalidateQueries({ queryKey })
  }
  const open = page.items.filter((i) => i.taken === null || i.taken === undefined)
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const item = shown[current]
      if (event.key === 'j') setCurrent((n) => Math.min(shown.length - 1, n + 1))
      else if (event.key === 'k') setCurrent((n) => Math.max(0, n - 1))
      else if (decides && item && (event.key === 'y' || event.key === 'n')) void take([item], event.key === 'y' ? 'yes' : 'no').then(() => { if (!undecided) setCurrent((n) => Math.min(shown.length - 1, n + 1)) })
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => { window.removeEventListener('keydown', onKey) }
  })
  return (
    <>
      <div className="row row-between difference-head">
        <p><b className="num">{t('difference.count', { n: page.items.length })}</b>{decides && page.items.length > 0 && <span className="muted"> {t('difference.progress', { taken: page.taken, open: page.undecided })}</span>}</p>
        {decides && (
          <div className="row">
            {open.length > 0 && <button type="button" className="btn" onClick={() => void take(open, 'yes')}>{t('difference.take.all', { n: open.length })}</button>}
            {page.programme && <button type="button" className="btn btn-main" disabled={page.taken === 0} onClick={() => { setRevising(true) }}>{t('difference.revise')}</button>}
          </div>
        )}
      </div>
      {page.programme
        ? <p className="note note-accent">{t('difference.running', { title: page.programme.title, n: page.programme.version })} <Link to={`/programmes/${page.programme.id}`}>{t('nav.programmes')}</Link></p>
        : decides && <p className="note">{t('difference.not.running')}</p>}
      {page.items.length > 0 && (
        <div className="toolbar">
          <select className="select w-auto input-sm" aria-label={t('difference.change')} value={change} onChange={(e) => { setChange(e.target.value); setCurrent(0) }}>
            <option value="">{t('review.filter.all')}（{page.items.length}）</option>
            {changes.map((c) => <option key={c} value={c}>{tOr(`change.${c}`, c)}（{page.items.filter((i) => i.change === c).length}）</option>)}
          </select>
          {decides && <label className="tick"><input type="checkbox" checked={undecided} onChange={(e) => { setUndecided(e.target.checked); setCurrent(0) }} />{t('review.only.open')}</label>}
          {decides && <span className="muted small only-wide">{t('difference.keys')}</span>}
        </div>
      )}
      {shown.length === 0
        ? <div className="panel"><Empty>{t(page.items.length === 0 ? 'difference.none' : 'review.none.such')}</Empty></div>
        : <ol className="panel differences">{shown.map((item, i) => <DifferenceItem key={item.id} item={item} page={page} now={i === current} decides={decides} onTake={(taken) => void take([item], taken)} onPick={() => { setCurrent(i) }} />)}</ol>}
      {revising && page.programme && <ReviseDialog plan={plan} against={against} programme={page.programme} taken={page.taken} onClose={() => { setRevising(false) }} />}
    </>
  )
}
