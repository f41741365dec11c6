import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useNavigate } from 'react-router'
import { plans } from '../../api/calls'
import type { Plan } from '../../api/types'
import { t } from '../../i18n'
import { fieldErrors } from '../../lib/errors'
import { Dialog } from '../Dialog'
import { ErrorNote } from '../Page'

/** From the confirmed reading to the draft of a programme. */
export function DraftDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [slug, setSlug] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const { programme } = await plans.draft(plan.id, slug.trim())
      await client.invalidateQueries()
      void navigate(`/programmes/${programme}`)
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  const undecided = plan.progress.total - plan.progress.confirmed
  const wrong = fieldErrors(error).programme
  return (
    <Dialog title={t('review.draft')} onClose={onClose}>
      <form className="stack" onSubmit={(e) => void submit(e)}>
        <p>{t('review.draft.note')}</p>
        {undecided > 0 && <p className="note note-amber">{t('review.draft.undecided', { n: undecided })}</p>}
        {error !== null && <ErrorNote error={error} />}
        <div className="field">
          <label htmlFor="slug">{t('review.draft.slug')}</label>
          <input id="slug" className="input" required autoCapitalize="none" spellCheck={false} value={slug} aria-invalid={wrong ? true : undefined} aria-describedby="slug-hint" onChange={(e) => { setSlug(e.target.value) }} />
          {wrong && <p className="wrong">{wrong}</p>}
          <p className="hint" id="slug-hint">{t('review.draft.slug.hint')}</p>
        </div>
        <button type="submit" className="btn btn-main" disabled={busy}>{busy ? t('working') : t('review.draft')}</button>
      </form>
    </Dialog>
  )
}
