import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { plans } from '../api/calls'
import type { Element, Plan } from '../api/types'
import { Answer, Empty, PageHead } from '../components/Page'
import { DraftDialog } from '../components/review/DraftDialog'
import { Elements, kindText } from '../components/review/Elements'
import { Findings, type Answered } from '../components/review/Findings'
import { Source } from '../components/review/Source'
import { Tables } from '../components/review/Tables'
import { YearField } from '../components/review/YearField'
import { t } from '../i18n'
import { errorText } from '../lib/errors'
import { isTyping } from '../lib/shortcuts'
import { useToast } from '../lib/toast'
import '../styles/review.css'

/** Did it read my plan right? Source left, reading right; questions first. */
export function PlanReview() {
  const { id = '' } = useParams()
  const [params] = useSearchParams()
  const document = params.has('document') ? Number(params.get('document')) : undefined
  const key = ['plan', id, document ?? null]
  const asked = useQuery({ queryKey: key, queryFn: () => plans.one(id, document), staleTime: Infinity })
  return <Answer of={asked}>{(plan) => <Review key={plan.document} plan={plan} queryKey={key} />}</Answer>
}

type Tab = 'findings' | 'reading' | 'tables' | 'source'
type PlanKey = (string | number | null)[]

function Review({ plan, queryKey }: { plan: Plan; queryKey: PlanKey }) {
  const [, setParams] = useSearchParams()
  const client = useQueryClient()
  const { say, complain } = useToast()
  const elements = plan.elements
  const open = plan.findings.filter((f) => f.choices.length > 0 && !f.decision).length
  const [tab, setTab] = useState<Tab>(open > 0 ? 'findings' : 'reading')
  const [kind, setKind] = useState('')
  const [onlyOpen, setOnlyOpen] = useState(false)
  const [current, setCurrent] = useState<string | null>(null)
  const [finding, setFinding] = useState<string | null>(null)
  const [tableLines, setTableLines] = useState<number[]>([])
  const [drafting, setDrafting] = useState(false)
  const [last, setLast] = useState<{ id: string; before: Element['confirmed'] } | null>(null)
  const kinds = useMemo(() => [...new Set(elements.map((e) => e.kind))], [elements])
  const shown = elements.filter((e) => (kind === '' || e.kind === kind) && (!onlyOpen || e.confirmed === null || e.id === current))

  /** Shown at once, put right when the server refuses. */
  const confirm = async (element: string, confirmed: 'yes' | 'no' | null): Promise<void> => {
    const before = elements.find((e) => e.id === element)?.confirmed ?? null
    setLast(confirmed === null ? null : { id: element, before })
    patchPlan(client, queryKey, element, confirmed)
    try {
      await plans.confirm(plan.id, element, confirmed)
    } catch (problem) {
      patchPlan(client, queryKey, element, before)
      complain(errorText(problem))
    }
  }
  const decide = async (id: string, answer: Answered): Promise<void> => {
    await plans.decide(plan.id, id, answer)
    await client.invalidateQueries({ queryKey: ['plan', plan.id] })
    await client.invalidateQueries({ queryKey: ['plans'] })
  }
  const step = (by: number): void => {
    const at = shown.findIndex((e) => e.id === current)
    const next = shown[at < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, at + by))]
    if (!next) return
    setTab('reading')
    setCurrent(next.id)
    setFinding(null)
  }
  const pick = (element: string): void => {
    setTab('reading')
    setKind('')
    setCurrent(element)
    setFinding(null)
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (event.key === 'j') step(1)
      else if (event.key === 'k') step(-1)
      else if (event.key === 'y' && current) void confirm(current, 'yes').then(() => { step(1) })
      else if (event.key === 'n' && current) void confirm(current, 'no')
      else if (event.key === 'e' && current) say(t('review.edit.note'))
      else if (event.key === 'u' && last) {
        setCurrent(last.id)
        void confirm(last.id, last.before).then(() => { say(t('undone')) })
      }
    }
    window.addEventListener('keydown', onKey)
    return () => { window.removeEventListener('keydown', onKey) }
  })
  const asked = finding ? (plan.findings.find((f) => f.id === finding)?.lines ?? []) : current ? [] : tableLines
  const { confirmed, total } = plan.progress
  const tabButton = (name: Tab, text: string, extra = '') => (
    <button type="button" role="tab" className={extra} aria-selected={tab === name} onClick={() => { setTab(name) }}>{text}</button>
  )
  return (
    <div className="review">
      <PageHead
        title={<span lang="zh-CN">{plan.title || plan.name}</span>}
        crumbs={[{ title: t('nav.plans'), to: '/plans' }, { title: plan.name }]}
        answer={<span className="row"><b className="num">{t('review.progress', { confirmed, total })}</b><span className="bar review-bar" aria-hidden="true"><i style={{ width: `${String(total ? (100 * confirmed) / total : 0)}%` }} /></span><YearField plan={plan} />{plan.documents.length > 1 && <select className="select w-auto input-sm document" aria-label={t('review.documents')} value={plan.document} onChange={(e) => { setParams({ document: e.target.value }) }}>{plan.documents.map((d) => <option key={d.index} value={d.index}>{d.first_line}–{d.last_line} {d.title}</option>)}</select>}</span>}
        actions={plan.programme
          ? <Link className="btn btn-main" to={`/programmes/${plan.programme}`}>{t('review.draft.open')}</Link>
          : <button type="button" className="btn btn-main" onClick={() => { setDrafting(true) }}>{t('review.draft')}</button>}
      />
      {plan.notes.length > 0 && <details className="note small"><summary>{t('review.notes')}（{plan.notes.length}）</summary><ul>{plan.notes.map((n) => <li key={n}>{n}</li>)}</ul></details>}
      <div className={`review-grid review-${tab}`}>
        <Source plan={plan} elements={elements} current={current} lines={asked} onPick={pick} />
        <div className="review-side panel">
          <div className="tabs review-tabs" role="tablist" aria-label={t('review.reading')}>
            {tabButton('findings', t('review.findings.open', { n: open }))}
            {tabButton('reading', t('review.reading'))}
            {plan.tables.length > 0 && tabButton('tables', `${t('kind.tables')} ${String(plan.tables.length)}`)}
            {tabButton('source', t('review.source'), 'only-phone')}
          </div>
          {tab === 'findings' && (
            <div role="tabpanel">
              <Findings findings={[...plan.findings].sort((a, b) => rank(a) - rank(b))} current={finding} onDecide={decide} onPick={(id) => { setFinding(id); setCurrent(null) }} />
            </div>
          )}
          {tab === 'tables' && <div role="tabpanel"><Tables tables={plan.tables} onPick={(lines) => { setTableLines(lines); setCurrent(null); setFinding(null) }} /></div>}
          {tab === 'reading' && (
            <div role="tabpanel" className="reading">
              <div className="toolbar reading-tools">
                <select className="select w-auto input-sm" aria-label={t('review.reading')} value={kind} onChange={(e) => { setKind(e.target.value) }}>
                  <option value="">{t('review.filter.all')}（{elements.length}）</option>
                  {kinds.map((k) => <option key={k} value={k}>{kindText(k)}（{elements.filter((e) => e.kind === k).length}）</option>)}
                </select>
                <label className="tick"><input type="checkbox" checked={onlyOpen} onChange={(e) => { setOnlyOpen(e.target.checked) }} />{t('review.only.open')}</label>
              </div>
              {shown.length === 0 ? <Empty>{t('review.nothing')}</Empty> : <Elements elements={shown} current={current} onPick={pick} onConfirm={(e, c) => void confirm(e, c)} />}
              <p className="keys small muted only-wide">{t('review.keys')}</p>
            </div>
          )}
        </div>
      </div>
      {drafting && <DraftDialog plan={plan} onClose={() => { setDrafting(false) }} />}
    </div>
  )
}

/** Open questions first, then decided ones, remarks last. */
function rank(f: Plan['findings'][number]): number {
  if (f.choices.length === 0) return 2
  return f.decision ? 1 : 0
}

function patchPlan(client: ReturnType<typeof useQueryClient>, key: PlanKey, element: string, confirmed: Element['confirmed']): void {
  client.setQueryData<Plan>(key, (plan) => {
    if (!plan) return plan
    const elements = plan.elements.map((e) => (e.id === element ? { ...e, confirmed } : e))
    const count = (list: Element[]): number => list.filter((e) => e.confirmed !== null).length
    return { ...plan, elements, progress: { ...plan.progress, confirmed: plan.progress.confirmed + count(elements) - count(plan.elements) } }
  })
}
