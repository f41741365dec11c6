import { useState } from 'react'
import type { Element, ElementValues, PutElement } from '../../api/types'
import { t, type Key } from '../../i18n'
import { blank, findWords, likelyCut, mergedValues, partOf, placeOf, spanning, splitValues, wordsAt, type Kind, type Lines, type Place } from '../../lib/review'
import { ElementFields, InlineForm } from './ElementForm'

interface Props {
  lines: Lines
  busy: boolean
  /** Replaces `of`; throws what is wrong. */
  onSave: (of: Element[], put: PutElement[]) => Promise<void>
  onCancel: () => void
}

/** Saves, and shows what is wrong beside the fields. */
function useSaving(onSave: Props['onSave']): { error: unknown; save: (of: Element[], put: PutElement[]) => void } {
  const [error, setError] = useState<unknown>(null)
  const save = (of: Element[], put: PutElement[]): void => {
    setError(null)
    onSave(of, put).catch((problem: unknown) => { setError(problem) })
  }
  return { error, save }
}

/** Other values for the same words. */
export function ChangeForm({ element, busy, onSave, onCancel }: Props & { element: Element }) {
  const [values, setValues] = useState<ElementValues>(element.values)
  const { error, save } = useSaving(onSave)
  return (
    <InlineForm title={t('review.edit')} busy={busy} error={error} onCancel={onCancel} onSave={() => { save([element], [{ place: placeOf(element), values }]) }}>
      <ElementFields values={values} onChange={setValues} />
    </InlineForm>
  )
}

/** Several elements of a kind become one. */
export function MergeForm({ elements, lines, busy, onSave, onCancel }: Props & { elements: Element[] }) {
  const place = elements.map(placeOf).reduce(spanning)
  const [values, setValues] = useState<ElementValues | null>(() => mergedValues(elements, wordsAt(lines, place)))
  const { error, save } = useSaving(onSave)
  if (!values) return null
  return (
    <InlineForm title={t('review.merge.title', { n: elements.length })} busy={busy} error={error} onCancel={onCancel} onSave={() => { save(elements, [{ place, values }]) }}>
      <blockquote className="quote small" lang="zh-CN">{wordsAt(lines, place)}</blockquote>
      <ElementFields values={values} onChange={setValues} />
    </InlineForm>
  )
}

/** One element becomes two: cut where the caret stands. */
export function SplitForm({ element, lines, busy, onSave, onCancel }: Props & { element: Element }) {
  const place = placeOf(element)
  const words = wordsAt(lines, place)
  const [cut, setCut] = useState(() => likelyCut(words))
  const parts = (at: number): [Place, Place] => [trimmed(words, place, 0, at), trimmed(words, place, at, words.length)]
  const made = (at: number): [ElementValues, ElementValues] => [splitValues(element.values, words.slice(0, at)), splitValues(element.values, words.slice(at))]
  const [values, setValues] = useState(() => made(cut))
  const { error, save } = useSaving(onSave)
  const move = (at: number): void => {
    const inside = Math.min(words.length - 1, Math.max(1, at))
    setCut(inside)
    setValues(made(inside))
  }
  const [first, second] = parts(cut)
  return (
    <InlineForm
      title={t('review.split.title')} busy={busy} error={error} disabled={words.length < 2} onCancel={onCancel}
      onSave={() => { save([element], [{ place: first, values: values[0] }, { place: second, values: values[1] }]) }}
    >
      <label className="field">
        <span className="label">{t('review.split.where')}</span>
        <input type="range" className="split-range" min={1} max={Math.max(1, words.length - 1)} value={cut} aria-valuetext={words.slice(0, cut)} onChange={(e) => { move(Number(e.target.value)) }} />
      </label>
      <p className="split-words" lang="zh-CN"><span>{words.slice(0, cut)}</span><span aria-hidden="true" className="split-mark">|</span><span>{words.slice(cut)}</span></p>
      {/* The fields start anew where the cut moves. */}
      <div className="split-parts">
        <section aria-label={t('review.split.first')}><ElementFields key={`a${String(cut)}`} values={values[0]} onChange={(v) => { setValues([v, values[1]]) }} /></section>
        <section aria-label={t('review.split.second')}><ElementFields key={`b${String(cut)}`} values={values[1]} onChange={(v) => { setValues([values[0], v]) }} /></section>
      </div>
    </InlineForm>
  )
}

/** A part without the marks and blanks at its edges. */
function trimmed(words: string, place: Place, from: number, to: number): Place {
  const part = words.slice(from, to)
  const start = part.length - part.replace(/^[、，,；;\s]+/, '').length
  const end = part.replace(/[、，,；;\s]+$/, '').length
  return end > start ? partOf(words, place, from + start, from + end) : partOf(words, place, from, to)
}

export const KINDS: [Kind, Key][] = [
  ['task', 'kind.task'], ['duty', 'kind.duty'], ['target', 'kind.target'], ['time_limit', 'kind.time_limit'], ['responsibility', 'kind.responsibility'],
  ['register', 'kind.register'], ['phase', 'kind.phase'], ['ask', 'kind.ask'], ['heading', 'kind.heading'],
]

/** What the reader did not find: its words in the text, and what they say. */
export function AddForm({ selected, near, lines, busy, onSave, onCancel }: Props & { selected: Place | null; near: number }) {
  const [typed, setTyped] = useState('')
  const [kind, setKind] = useState<Kind>('duty')
  const place = selected ?? findWords(lines, typed.trim(), near)
  const words = place ? wordsAt(lines, place) : typed
  const [values, setValues] = useState<ElementValues>(() => blank('duty', words))
  const { error, save } = useSaving(onSave)
  const choose = (next: Kind, text: string): void => {
    setKind(next)
    setValues(blank(next, text))
  }
  return (
    <InlineForm title={t('review.add')} busy={busy} error={error} disabled={!place} onCancel={onCancel} onSave={() => { if (place) save([], [{ place, values }]) }}>
      {selected
        ? <blockquote className="quote small" lang="zh-CN">{words}</blockquote>
        : (
          <div className="field">
            <label htmlFor="add-words">{t('review.add.words')}</label>
            <input id="add-words" className="input input-sm" lang="zh-CN" value={typed} aria-describedby="add-words-hint" onChange={(e) => { setTyped(e.target.value); choose(kind, e.target.value) }} />
            <p className={typed.trim() !== '' && !place ? 'wrong' : 'hint'} id="add-words-hint">{place ? t('review.add.found', { n: place.line }) : t(typed.trim() === '' ? 'review.add.hint' : 'review.add.none')}</p>
          </div>
        )}
      <div className="field">
        <label htmlFor="add-kind">{t('review.add.kind')}</label>
        <select id="add-kind" className="select input-sm" value={kind} onChange={(e) => { choose(e.target.value as Kind, words) }}>
          {KINDS.map(([k, key]) => <option key={k} value={k}>{t(key)}</option>)}
        </select>
      </div>
      <ElementFields key={`${kind}${selected ? '' : words}`} values={values} onChange={setValues} />
    </InlineForm>
  )
}
