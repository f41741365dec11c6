import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { plans } from '../../api/calls'
import type { Plan } from '../../api/types'
import { t } from '../../i18n'
import { dateText } from '../../lib/format'
import { useToast } from '../../lib/toast'
import { Dialog } from '../Dialog'
import { ErrorNote } from '../Page'

/** Moves all dates of a historic plan together; the dates of the text stay beside the moved ones. */
export function RebaseField({ plan }: { plan: Plan }) {
  const [open, setOpen] = useState(false)
  const { rebase } = plan
  return (
    <>
      <button type="button" className="link" onClick={() => { setOpen(true) }}>
        {rebase ? t('rebase.is', { from: dateText(rebase.from), to: dateText(rebase.to) }) : t('rebase.title')}
      </button>
      {open && <RebaseDialog plan={plan} onClose={() => { setOpen(false) }} />}
    </>
  )
}

function RebaseDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const client = useQueryClient()
  const { say } = useToast()
  const [from, setFrom] = useState(plan.rebase?.from ?? (plan.year ? `${String(plan.year)}-01-01` : ''))
  const [to, setTo] = useState(plan.rebase?.to ?? '')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const save = async (rebase: Plan['rebase']): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await plans.rebase(plan.id, rebase)
      await client.invalidateQueries({ queryKey: ['plan', plan.id] })
      say(t('saved'))
      onClose()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void save({ from, to })
  }
  const moved = plan.elements.filter((e) => e.detail_before !== null && e.detail_before !== undefined)
  return (
    <Dialog title={t('rebase.title')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>{t('rebase.say')}</p>
        {error !== null && <ErrorNote error={error} />}
        <div className="row">
          <label className="field"><span className="label">{t('rebase.from')}</span><input type="date" className="input" required value={from} onChange={(e) => { setFrom(e.target.value) }} /></label>
          <label className="field"><span className="label">{t('rebase.to')}</span><input type="date" className="input" required value={to} onChange={(e) => { setTo(e.target.value) }} /></label>
        </div>
        <div className="row">
          <button type="submit" className="btn btn-main" disabled={busy}>{busy ? t('working') : t('do.save')}</button>
          {plan.rebase && <button type="button" className="btn" disabled={busy} onClick={() => void save(null)}>{t('rebase.clear')}</button>}
        </div>
        {moved.length > 0 && (
          <div className="table-wrap">
            <table className="grid small">
              <thead><tr><th scope="col">{t('programme.source')}</th><th scope="col">{t('rebase.before')}</th><th scope="col">{t('rebase.after')}</th></tr></thead>
              <tbody>{moved.map((e) => <tr key={e.id}><td lang="zh-CN">{e.label}</td><td className="num">{e.detail_before}</td><td className="num">{e.detail}</td></tr>)}</tbody>
            </table>
          </div>
        )}
      </form>
    </Dialog>
  )
}
