import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { plans } from '../api/calls'
import type { Plan } from '../api/types'
import { Answer, PageHead } from '../components/Page'
import { DifferenceDialog } from '../components/review/DifferenceDialog'
import { DraftDialog } from '../components/review/DraftDialog'
import { Findings, type Answered } from '../components/review/Findings'
import { Proposals, useProposals } from '../components/review/Proposals'
import { Reading } from '../components/review/Reading'
import { RebaseField } from '../components/review/RebaseField'
import { Source } from '../components/review/Source'
import { Tables } from '../components/review/Tables'
import { useReview, type PlanKey } from '../components/review/useReview'
import { YearField } from '../components/review/YearField'
import { t } from '../i18n'
import type { Place } from '../lib/review'
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

type Tab = 'findings' | 'reading' | 'tables' | 'proposals' | 'source'

function Review({ plan, queryKey }: { plan: Plan; queryKey: PlanKey }) {
  const client = useQueryClient()
  const review = useReview(plan, queryKey)
  const proposals = useProposals(plan)
  const proposed = proposals.page?.items ?? []
  const open = plan.findings.filter((f) => f.choices.length > 0 && !f.decision).length
  const [tab, setTab] = useState<Tab>(open > 0 ? 'findings' : 'reading')
  const [current, setCurrent] = useState<string | null>(null)
  const [finding, setFinding] = useState<string | null>(null)
  const [otherLines, setOtherLines] = useState<number[]>([])
  const [proposal, setProposal] = useState<string | null>(null)
  const [selected, setSelected] = useState<Place | null>(null)
  const decide = async (id: string, answer: Answered): Promise<void> => {
    await plans.decide(plan.id, id, answer)
    await client.invalidateQueries({ queryKey: ['plan', plan.id] })
    await client.invalidateQueries({ queryKey: ['plans'] })
  }
  const pick = useCallback((element: string | null): void => {
    setTab('reading')
    setCurrent(element)
    setFinding(null)
  }, [])
  const asked = finding ? (plan.findings.find((f) => f.id === finding)?.lines ?? []) : current ? [] : otherLines
  const tabButton = (name: Tab, text: string, extra = '') => (
    <button type="button" role="tab" className={extra} aria-selected={tab === name} onClick={() => { setTab(name) }}>{text}</button>
  )
  return (
    <div className="review">
      <Head plan={plan} />
      {plan.notes.length > 0 && <details className="note small"><summary>{t('review.notes')}（{plan.notes.length}）</summary><ul>{plan.notes.map((n) => <li key={n}>{n}</li>)}</ul></details>}
      <div className={`review-grid review-${tab}`}>
        <Source plan={plan} elements={plan.elements} current={current} lines={asked} onPick={pick} onSelect={setSelected} />
        <div className="review-side panel">
          <div className="tabs review-tabs" role="tablist" aria-label={t('review.reading')}>
            {tabButton('findings', t('review.findings.open', { n: open }))}
            {tabButton('reading', t('review.reading'))}
            {plan.tables.length > 0 && tabButton('tables', `${t('kind.tables')} ${String(plan.tables.length)}`)}
            {proposals.page?.model && tabButton('proposals', t('proposals.title', { n: proposed.filter((p) => p.confirmed === null || p.confirmed === undefined).length }))}
            {tabButton('source', t('review.source'), 'only-phone')}
          </div>
          {tab === 'findings' && (
            <div role="tabpanel">
              <Findings findings={[...plan.findings].sort((a, b) => rank(a) - rank(b))} current={finding} onDecide={decide} onPick={(id) => { setFinding(id); setCurrent(null) }} />
            </div>
          )}
          {tab === 'tables' && <div role="tabpanel"><Tables tables={plan.tables} onPick={(lines) => { setOtherLines(lines); setCurrent(null); setFinding(null) }} /></div>}
          {tab === 'proposals' && proposals.page && (
            <div role="tabpanel">
              <Proposals plan={plan} page={proposals.page} queryKey={proposals.key} current={proposal} onPick={(p) => { setProposal(p.id); setOtherLines([p.line]); setCurrent(null); setFinding(null) }} />
            </div>
          )}
          <Reading plan={plan} review={review} current={current} selected={selected} shown={tab === 'reading'} onCurrent={pick} />
        </div>
      </div>
    </div>
  )
}

/** How far the review is, what the dates rest on, and the next step. */
function Head({ plan }: { plan: Plan }) {
  const [, setParams] = useSearchParams()
  const [drafting, setDrafting] = useState(false)
  const [comparing, setComparing] = useState(false)
  const { confirmed, total } = plan.progress
  return (
    <>
      <PageHead
        title={<span lang="zh-CN">{plan.title || plan.name}</span>}
        crumbs={[{ title: t('nav.plans'), to: '/plans' }, { title: plan.name }]}
        answer={(
          <span className="row">
            <b className="num">{t('review.progress', { confirmed, total })}</b>
            <span className="bar review-bar" aria-hidden="true"><i style={{ width: `${String(total ? (100 * confirmed) / total : 0)}%` }} /></span>
            <YearField plan={plan} /><RebaseField plan={plan} />
            {plan.documents.length > 1 && (
              <select className="select w-auto input-sm document" aria-label={t('review.documents')} value={plan.document} onChange={(e) => { setParams({ document: e.target.value }) }}>
                {plan.documents.map((d) => <option key={d.index} value={d.index}>{d.first_line}–{d.last_line} {d.title}</option>)}
              </select>
            )}
          </span>
        )}
        actions={<>
          <button type="button" className="btn" onClick={() => { setComparing(true) }}>{t('difference.open')}</button>
          {plan.programme
            ? <Link className="btn btn-main" to={`/programmes/${plan.programme}`}>{t('review.draft.open')}</Link>
            : <button type="button" className="btn btn-main" onClick={() => { setDrafting(true) }}>{t('review.draft')}</button>}
        </>}
      />
      {comparing && <DifferenceDialog plan={plan} onClose={() => { setComparing(false) }} />}
      {drafting && <DraftDialog plan={plan} onClose={() => { setDrafting(false) }} />}
    </>
  )
}

/** Open questions first, then decided ones, remarks last. */
function rank(f: Plan['findings'][number]): number {
  if (f.choices.length === 0) return 2
  return f.decision ? 1 : 0
}
