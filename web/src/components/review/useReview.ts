import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { plans } from '../../api/calls'
import { Problem } from '../../api/client'
import type { Element, Plan, PutElement } from '../../api/types'
import { t } from '../../i18n'
import { errorText } from '../../lib/errors'
import { overlap } from '../../lib/review'
import { useToast } from '../../lib/toast'

export type PlanKey = (string | number | null)[]
type Answer = Element['confirmed']

/** Somebody was quicker: what I saw, what I meant, and the plan as it is now. */
export interface Conflict { saw: Element[]; put: PutElement[] | null; confirmed: Answer; fresh: Plan }

export interface Review {
  busy: boolean
  conflict: Conflict | null
  confirm: (of: Element[], confirmed: Answer) => Promise<void>
  /** The new elements' ids; `null`: a conflict is shown instead. Throws what else went wrong. */
  edit: (of: Element[], put: PutElement[]) => Promise<string[] | null>
  /** The same without a form: what goes wrong is said in a note. */
  tryEdit: (of: Element[], put: PutElement[]) => Promise<string[] | null>
  undo: () => Promise<string | null>
  takeMine: () => Promise<void>
  keepTheirs: () => void
}

const seen = (of: Element[]): { element: string; version: number }[] => of.map((e) => ({ element: e.id, version: e.version }))

/** What a person can do with a reading. Nobody is overwritten: each step says which version was seen. */
export function useReview(plan: Plan, key: PlanKey): Review {
  const client = useQueryClient()
  const { say, complain } = useToast()
  const [busy, setBusy] = useState(false)
  const [conflict, setConflict] = useState<Conflict | null>(null)

  const reload = async (): Promise<Plan> => {
    await client.refetchQueries({ queryKey: key, exact: true })
    return client.getQueryData<Plan>(key) ?? plan
  }
  const isConflict = (problem: unknown): boolean => problem instanceof Problem && problem.status === 409
  const patch = (of: Element[], confirmed: Answer, more: number): void => {
    const ids = new Set(of.map((e) => e.id))
    client.setQueryData<Plan>(key, (now) => (now ? patched(now, ids, confirmed, more) : now))
  }
  const confirm = async (of: Element[], confirmed: Answer): Promise<void> => {
    // Shown at once, put right when the server refuses.
    patch(of, confirmed, 1)
    try {
      await plans.confirmAll(plan.id, seen(of), confirmed)
    } catch (problem) {
      const fresh = await reload()
      if (isConflict(problem)) setConflict({ saw: of, put: null, confirmed, fresh })
      else complain(errorText(problem))
    }
  }
  const edit = async (of: Element[], put: PutElement[]): Promise<string[] | null> => {
    setBusy(true)
    try {
      const { elements } = await plans.edit(plan.id, seen(of), put)
      await reload()
      return elements
    } catch (problem) {
      if (!isConflict(problem)) throw problem
      setConflict({ saw: of, put, confirmed: null, fresh: await reload() })
      return null
    } finally {
      setBusy(false)
    }
  }
  const tryEdit = async (of: Element[], put: PutElement[]): Promise<string[] | null> => {
    try {
      return await edit(of, put)
    } catch (problem) {
      complain(errorText(problem))
      return null
    }
  }
  const undo = async (): Promise<string | null> => {
    try {
      const { elements } = await plans.undo(plan.id)
      await reload()
      say(t('undone'))
      return elements[0] ?? null
    } catch (problem) {
      complain(errorText(problem))
      return null
    }
  }
  const takeMine = async (): Promise<void> => {
    if (!conflict) return
    setConflict(null)
    const { saw, put, confirmed, fresh } = conflict
    if (put === null) {
      const still = fresh.elements.filter((e) => saw.some((s) => s.id === e.id))
      if (still.length > 0) await confirm(still, confirmed)
      return
    }
    await tryEdit(standing(conflict), put)
  }
  return { busy, conflict, confirm, edit, tryEdit, undo, takeMine, keepTheirs: () => { setConflict(null) } }
}

/** What stands now where I saw something: the same, or what others put in its place. */
export function standing({ saw, fresh }: Conflict): Element[] {
  return fresh.elements.filter((e) => saw.some((s) => s.id === e.id || (s.kind === e.kind && overlap(s, e))))
}

function patched(plan: Plan, ids: Set<string>, confirmed: Answer, more: number): Plan {
  let change = 0
  const elements = plan.elements.map((e) => {
    if (!ids.has(e.id)) return e
    change += Number(confirmed !== null) - Number(e.confirmed !== null)
    return { ...e, confirmed, version: e.version + more }
  })
  return { ...plan, elements, progress: { ...plan.progress, confirmed: plan.progress.confirmed + change } }
}
