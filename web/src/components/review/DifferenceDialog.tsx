import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useNavigate } from 'react-router'
import { plans } from '../../api/calls'
import type { Plan } from '../../api/types'
import { t } from '../../i18n'
import { Dialog } from '../Dialog'
import { Answer, Empty } from '../Page'

/** Which plan to hold this one against: the one before it, or the superior's. */
export function DifferenceDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const navigate = useNavigate()
  const asked = useQuery({ queryKey: ['plans'], queryFn: () => plans.list() })
  const [against, setAgainst] = useState('')
  const [relation, setRelation] = useState<'revision' | 'lower'>('revision')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void navigate(`/plans/${plan.id}/difference?against=${against}&relation=${relation}`)
  }
  return (
    <Dialog title={t('difference.title')} onClose={onClose}>
      <Answer of={asked}>{(items) => {
        const others = items.filter((p) => p.id !== plan.id)
        if (others.length === 0) return <Empty>{t('difference.no.other')}</Empty>
        return (
          <form className="stack" onSubmit={submit}>
            <label className="field"><span className="label">{t('difference.against')}</span>
              <select className="select" required value={against} onChange={(e) => { setAgainst(e.target.value) }}>
                <option value="" disabled>{t('difference.against.none')}</option>
                {others.map((p) => <option key={p.id} value={p.id}>{p.title || p.name}</option>)}
              </select>
            </label>
            <fieldset className="field">
              <legend>{t('difference.relation')}</legend>
              <label className="tick"><input type="radio" name="relation" checked={relation === 'revision'} onChange={() => { setRelation('revision') }} />{t('difference.revision')}</label>
              <label className="tick"><input type="radio" name="relation" checked={relation === 'lower'} onChange={() => { setRelation('lower') }} />{t('difference.lower')}</label>
            </fieldset>
            <button type="submit" className="btn btn-main">{t('difference.go')}</button>
          </form>
        )
      }}</Answer>
    </Dialog>
  )
}
