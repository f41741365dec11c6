import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { plans } from '../../api/calls'
import type { Plan, ProposalPage } from '../../api/types'
import { t } from '../../i18n'
import { errorText } from '../../lib/errors'
import { instantText, personName } from '../../lib/format'
import { useToast } from '../../lib/toast'
import { Confirm } from '../Dialog'
import { ErrorNote } from '../Page'
import { kindText } from './Elements'

export type Proposal = ProposalPage['items'][number]

export function useProposals(plan: Plan): { page: ProposalPage | undefined; key: (string | number)[] } {
  const key = ['proposals', plan.id, plan.document]
  const asked = useQuery({ queryKey: key, queryFn: () => plans.proposals(plan.id, plan.document), staleTime: Infinity })
  return { page: asked.data, key }
}

interface Props { plan: Plan; page: ProposalPage; queryKey: (string | number)[]; current: string | null; onPick: (proposal: Proposal) => void }

/** What a language model proposes beside the reading: only after a person allowed it for this document, and only a proposal. */
export function Proposals({ plan, page, queryKey, current, onPick }: Props) {
  const client = useQueryClient()
  const { complain } = useToast()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const { model, permission } = page
  const run = async (work: () => Promise<ProposalPage>): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      client.setQueryData(queryKey, await work())
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const confirm = async (proposal: Proposal, confirmed: 'yes' | 'no' | null): Promise<void> => {
    try {
      await plans.confirmProposal(plan.id, proposal.id, confirmed)
    } catch (problem) {
      complain(errorText(problem))
    }
    await client.invalidateQueries({ queryKey })
    if (confirmed === 'yes') await client.invalidateQueries({ queryKey: ['plan', plan.id] })
  }
  if (!model) return <p className="panel-pad muted">{t('proposals.off')}</p>
  const to = { name: model.name, address: model.address }
  const last = page.runs[page.runs.length - 1]
  return (
    <div className="proposals">
      <div className="panel-pad stack">
        <p className="muted">{t('proposals.note')}</p>
        {permission
          ? <p>{t('proposals.allowed', { by: personName(permission.by), at: instantText(permission.at), model: permission.model })} <button type="button" className="link" disabled={busy} onClick={() => void run(() => plans.allowModel(plan.id, plan.document, false))}>{t('proposals.withdraw')}</button></p>
          : <p>{t('proposals.ask.allow', to)}</p>}
        {error !== null && <ErrorNote error={error} />}
        <div className="row">
          {permission
            ? <button type="button" className="btn btn-main" disabled={busy} onClick={() => void run(() => plans.askModel(plan.id, plan.document))}>{busy ? t('proposals.running') : t('proposals.run')}</button>
            : <button type="button" className="btn" disabled={busy} onClick={() => { setAsking(true) }}>{t('proposals.allow')}</button>}
        </div>
        {last && <p className="muted small">{t('proposals.last', { by: personName(last.by), at: instantText(last.at) })} {last.kept === null || last.kept === undefined ? t('proposals.no.answer') : t('proposals.kept', { n: last.kept })}{last.dropped.map((d) => `；${t('proposals.dropped', { n: d.count, reason: d.reason })}`)}</p>}
      </div>
      <ul className="elements">
        {page.items.map((p) => <Item key={p.id} proposal={p} now={p.id === current} onPick={() => { onPick(p) }} onConfirm={(c) => void confirm(p, c)} />)}
      </ul>
      {asking && (
        <Confirm title={t('proposals.allow')} say={t('proposals.allow.sure', to)} go={t('proposals.allow')} busy={busy} onClose={() => { setAsking(false) }} onGo={() => { setAsking(false); void run(() => plans.allowModel(plan.id, plan.document, true)) }} />
      )}
    </div>
  )
}

function Item({ proposal: p, now, onPick, onConfirm }: { proposal: Proposal; now: boolean; onPick: () => void; onConfirm: (confirmed: 'yes' | 'no' | null) => void }) {
  return (
    <li className={now ? 'element element-proposed element-now' : 'element element-proposed'} aria-current={now}>
      <button type="button" className="element-main" onClick={onPick}>
        <span className="tag tag-proposed">{t('proposals.tag')}</span><span className="tag">{kindText(p.kind)}</span>
        <span className="grow"><span lang="zh-CN">{p.label}</span>{p.detail && <span className="muted small"> {p.detail}</span>}</span>
        <span className="muted small num">{p.line}</span>
        <span className="element-mark">{p.confirmed === 'yes' ? <span className="green" title={t('review.confirmed')}>✓<span className="sr">{t('review.confirmed')}</span></span> : p.confirmed === 'no' ? <span className="red" title={t('review.rejected')}>✗<span className="sr">{t('review.rejected')}</span></span> : null}</span>
      </button>
      {now && (
        <div className="element-more">
          <blockquote className="quote small" lang="zh-CN">{p.quote}</blockquote>
          <p className="muted small">{t('proposals.by', { model: p.model, at: instantText(p.at) })}{p.confirmed_by && ` · ${personName(p.confirmed_by)}`}</p>
          {p.confirmed === 'yes'
            ? <p className="small">{t('proposals.is.element')}</p>
            : (
              <div className="row">
                <button type="button" className="btn btn-small btn-main" onClick={() => { onConfirm('yes') }}>{t('review.confirm')}</button>
                {p.confirmed === 'no'
                  ? <button type="button" className="btn btn-small" onClick={() => { onConfirm(null) }}>{t('review.reopen')}</button>
                  : <button type="button" className="btn btn-small" onClick={() => { onConfirm('no') }}>{t('proposals.reject')}</button>}
              </div>
            )}
        </div>
      )}
    </li>
  )
}
