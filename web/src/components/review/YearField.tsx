import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { plans } from '../../api/calls'
import type { Plan } from '../../api/types'
import { t } from '../../i18n'
import { errorText } from '../../lib/errors'
import { useToast } from '../../lib/toast'

/** The year of a plan that names none; its dates rest on it. */
export function YearField({ plan }: { plan: Plan }) {
  const client = useQueryClient()
  const { say, complain } = useToast()
  const [editing, setEditing] = useState(false)
  const [year, setYear] = useState(plan.year ? String(plan.year) : '')
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    try {
      await plans.setYear(plan.id, Number(year))
      await client.invalidateQueries({ queryKey: ['plan', plan.id] })
      setEditing(false)
      say(t('saved'))
    } catch (problem) {
      complain(errorText(problem))
    }
  }
  if (!editing) {
    return (
      <button type="button" className={plan.year ? 'link' : 'link amber'} onClick={() => { setEditing(true) }}>
        {t('plans.year')} {plan.year ?? t('value.pending')}
      </button>
    )
  }
  return (
    <form className="row" onSubmit={(e) => void submit(e)}>
      <input className="input input-sm year" inputMode="numeric" pattern="[0-9]{4}" required aria-label={t('plans.year')} value={year} onChange={(e) => { setYear(e.target.value) }} />
      <button type="submit" className="btn btn-small btn-main">{t('do.save')}</button>
      <button type="button" className="btn btn-small" onClick={() => { setEditing(false) }}>{t('do.cancel')}</button>
    </form>
  )
}
