import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import type { Element, Plan, PutElement } from '../../api/types'
import { t } from '../../i18n'
import { isTyping } from '../../lib/shortcuts'
import { chapters, depths, placeOf, withParts, type Lines, type Place } from '../../lib/review'
import { Empty } from '../Page'
import { ConflictDialog } from './ConflictDialog'
import { AddForm, ChangeForm, MergeForm, SplitForm } from './Editing'
import { Elements, type Step } from './Elements'
import { KeysDialog } from './KeysDialog'
import { ALL, ReadingTools, filtered, type Filter } from './ReadingTools'
import type { Review } from './useReview'

interface Props {
  plan: Plan
  review: Review
  current: string | null
  selected: Place | null
  /** The tab is in sight; keys work from every tab and bring it there. */
  shown: boolean
  onCurrent: (id: string | null) => void
}

type Editing = { how: 'change' | 'split'; of: string } | { how: 'merge'; of: string[] } | { how: 'add'; at: Place | null } | null

/** The list of what was read, with everything that a person does to it. Keyboard alone suffices. */
export function Reading({ plan, review, current, selected, shown, onCurrent }: Props) {
  const [filter, setFilter] = useState<Filter>(ALL)
  const [editing, setEditing] = useState<Editing>(null)
  const [open, setOpen] = useState(true)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [keys, setKeys] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const elements = plan.elements
  const parts = useMemo(() => chapters(elements), [elements])
  const depth = useMemo(() => depths(elements), [elements])
  const lines: Lines = useMemo(() => new Map(plan.lines.map((l) => [l.n, l.text])), [plan.lines])
  const list = filtered(elements, filter, parts, current)
  const now = elements.find((e) => e.id === current)
  const of = (ids: Iterable<string>): Element[] => elements.filter((e) => new Set(ids).has(e.id))

  // Keys go to the list again when a form or a button was left.
  const rest = useCallback((): void => { box.current?.querySelector<HTMLElement>('.elements')?.focus({ preventScroll: true }) }, [])
  const leave = useCallback((): void => { setEditing(null); rest() }, [rest])
  const pick = useCallback((id: string): void => { onCurrent(id); setEditing(null); rest() }, [onCurrent, rest])
  const choose = useCallback((id: string): void => {
    setChosen((before) => { const next = new Set(before); if (!next.delete(id)) next.add(id); return next })
    rest()
  }, [rest])
  const step = (by: number): void => {
    const at = list.findIndex((e) => e.id === current)
    const next = list[at < 0 ? 0 : Math.min(list.length - 1, Math.max(0, at + by))]
    if (next) pick(next.id)
  }
  const next = (): string | null => list[list.findIndex((e) => e.id === current) + 1]?.id ?? null
  const confirm = (element: Element): void => {
    void review.confirm(withParts(element, elements), 'yes')
    step(1)
  }
  const drop = (element: Element): void => {
    const behind = next()
    void review.tryEdit([element], []).then((done) => { if (done && behind) onCurrent(behind) })
    rest()
  }
  const save = async (was: Element[], put: PutElement[]): Promise<void> => {
    const ids = await review.edit(was, put)
    setChosen(new Set())
    setEditing(null)
    if (ids?.[0]) onCurrent(ids[0])
    rest()
  }
  const undo = (): void => { void review.undo().then((id) => { if (id) onCurrent(id) }) }
  const merge = (): void => {
    const same = of(chosen)
    const following = now && elements.slice(elements.indexOf(now) + 1).find((e) => e.kind === now.kind)
    const together = same.length >= 2 ? same : now && following ? [now, following] : []
    // Only what is of one kind becomes one.
    if (together.length >= 2 && together.every((e) => e.kind === together[0]?.kind)) setEditing({ how: 'merge', of: together.map((e) => e.id) })
  }
  const onStep = (what: Step, id: string): void => {
    const element = elements.find((e) => e.id === id)
    if (!element) return
    if (what === 'confirm') confirm(element)
    else if (what === 'reopen') void review.confirm([element], null)
    else if (what === 'drop') drop(element)
    else setEditing({ how: what === 'edit' ? 'change' : 'split', of: id })
  }

  useEffect(() => {
    const commands: Record<string, () => void> = {
      j: () => { step(1) }, ArrowDown: () => { step(1) }, k: () => { step(-1) }, ArrowUp: () => { step(-1) },
      Enter: () => { setOpen((o) => !o) },
      o: () => { setFilter((f) => ({ ...f, undecided: !f.undecided })) },
      u: undo, m: merge, '?': () => { setKeys(true) },
      a: () => { setEditing({ how: 'add', at: selected }) },
      Escape: () => { setChosen(new Set()); setEditing(null) },
    }
    const onCurrentOne: Record<string, (e: Element) => void> = {
      ' ': (e) => { if (e.confirmed === 'yes') void review.confirm([e], null); else confirm(e) },
      y: confirm, d: drop, x: (e) => { choose(e.id) },
      e: (e) => { setEditing({ how: 'change', of: e.id }) }, s: (e) => { setEditing({ how: 'split', of: e.id }) },
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const onButton = event.target instanceof HTMLElement && event.target.closest('button, a, summary, [role="tab"]') !== null
      if (onButton && (event.key === ' ' || event.key === 'Enter')) return
      const inSource = event.target instanceof HTMLElement && event.target.closest('.source') !== null
      if (inSource && event.key.startsWith('Arrow')) return
      const command = commands[event.key]
      const mine = onCurrentOne[event.key]
      if (!command && !(mine && now)) return
      event.preventDefault()
      event.stopImmediatePropagation()
      if (command) command()
      else if (mine && now) mine(now)
    }
    // Before the keys of the frame, which has another help.
    window.addEventListener('keydown', onKey, true)
    return () => { window.removeEventListener('keydown', onKey, true) }
  })

  const form = (): ReactNode => {
    if (!editing || editing.how === 'add' || editing.how === 'merge') return null
    const element = elements.find((e) => e.id === editing.of)
    if (!element || element.id !== current) return null
    const props = { element, lines, busy: review.busy, onSave: save, onCancel: leave }
    return editing.how === 'change' ? <ChangeForm key={element.id} {...props} /> : <SplitForm key={element.id} {...props} />
  }
  return (
    <>
      {shown && (
        <div role="tabpanel" className="reading" ref={box}>
          <ReadingTools elements={elements} parts={parts} filter={filter} onFilter={setFilter} chosen={chosen.size} onMerge={merge} onAdd={() => { setEditing({ how: 'add', at: selected }) }} onUndo={undo} onKeys={() => { setKeys(true) }} />
          {editing?.how === 'add' && <AddForm selected={editing.at} near={now?.line ?? 1} lines={lines} busy={review.busy} onSave={save} onCancel={leave} />}
          {editing?.how === 'merge' && <MergeForm elements={of(editing.of)} lines={lines} busy={review.busy} onSave={save} onCancel={leave} />}
          {list.length === 0
            ? <Empty>{t(elements.length === 0 ? 'review.nothing' : filter.undecided && filter.text === '' ? 'review.all.decided' : 'review.none.such')}</Empty>
            : <Elements elements={list} depths={depth} current={current} open={open} chosen={chosen} form={form()} onPick={pick} onChoose={choose} onStep={onStep} />}
          {plan.dropped.length > 0 && <Dropped plan={plan} onBack={(e) => { void review.tryEdit([], [{ place: placeOf(e), values: e.values }]).then((ids) => { if (ids?.[0]) onCurrent(ids[0]) }) }} />}
          <p className="keys small muted only-wide">{t('review.keys')}</p>
        </div>
      )}
      {keys && <KeysDialog onClose={() => { setKeys(false) }} />}
      {review.conflict && <ConflictDialog conflict={review.conflict} onMine={() => void review.takeMine()} onTheirs={review.keepTheirs} />}
    </>
  )
}

/** What was read and taken out; it can be put back. */
function Dropped({ plan, onBack }: { plan: Plan; onBack: (e: Element) => void }) {
  return (
    <details className="dropped small">
      <summary>{t('review.dropped', { n: plan.dropped.length })}</summary>
      <ul>{plan.dropped.map((e) => (
        <li key={e.id} className="row row-between">
          <span><span className="muted num">{e.line}</span> <span lang="zh-CN">{e.label}</span></span>
          <button type="button" className="link" onClick={() => { onBack(e) }}>{t('review.back')}</button>
        </li>
      ))}</ul>
    </details>
  )
}
