import { useQuery } from '@tanstack/react-query'
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { units } from '../api/calls'
import type { UnitRef } from '../api/types'
import { t } from '../i18n'
import '../styles/picker.css'

interface Props {
  id: string
  value: UnitRef | null
  onPick: (unit: UnitRef | null) => void
  invalid?: boolean
  describedBy?: string | undefined
  placeholder?: string
  clearable?: boolean
}

/** Finds a unit by a piece of its name (a combobox as ARIA describes it). */
export function UnitPicker({ id, value, onPick, invalid, describedBy, placeholder, clearable = false }: Props) {
  const list = useId()
  const [text, setText] = useState<string | null>(null)
  const [at, setAt] = useState(0)
  const blur = useRef<ReturnType<typeof setTimeout> | null>(null)
  const q = text?.trim() ?? ''
  const asked = useQuery({ queryKey: ['units', 'pick', q], queryFn: () => units.list(q === '' ? {} : { q }), enabled: text !== null })
  const own = asked.data?.items[0]
  // Nothing typed: one's own unit and those directly below it.
  const below = useQuery({ queryKey: ['units', 'below', own?.code], queryFn: () => units.list({ parent: own?.code }), enabled: text !== null && q === '' && own !== undefined })
  const items = q === '' ? [...(own ? [own] : []), ...(below.data?.items ?? [])] : (asked.data?.items ?? [])
  const shown = items.slice(0, 50)
  const pick = (unit: UnitRef | null): void => {
    onPick(unit)
    setText(null)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (text === null && event.key === 'ArrowDown') setText('')
    else if (event.key === 'ArrowDown') setAt(Math.min(at + 1, shown.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0))
    else if (event.key === 'Enter' && text !== null && shown[at]) pick(shown[at])
    else if (event.key === 'Escape' && text !== null) { event.stopPropagation(); setText(null) }
    else return
    event.preventDefault()
  }
  const open = text !== null
  return (
    <div className="picker">
      <input
        id={id} className="input" role="combobox" aria-expanded={open} aria-controls={list} aria-autocomplete="list" autoComplete="off"
        aria-activedescendant={open && shown[at] ? `${list}-${String(at)}` : undefined} aria-invalid={invalid ? true : undefined} aria-describedby={describedBy}
        placeholder={placeholder ?? t('form.unit.search')} value={text ?? value?.name ?? ''}
        onFocus={() => { if (blur.current) clearTimeout(blur.current) }}
        onClick={() => { if (text === null) { setText(''); setAt(0) } }}
        onBlur={() => { blur.current = setTimeout(() => { setText(null) }, 150) }}
        onChange={(e) => { setText(e.target.value); setAt(0) }} onKeyDown={onKey}
      />
      {clearable && value && !open && <button type="button" className="btn btn-small" onClick={() => { pick(null) }}>{t('do.clear')}</button>}
      {open && (
        <ul className="picker-list" id={list} role="listbox" aria-label={t('unit')}>
          {shown.map((u, i) => (
            // The keyboard goes through the input, as the combobox pattern asks.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events
            <li key={u.code} id={`${list}-${String(i)}`} role="option" aria-selected={i === at} onMouseDown={(e) => { e.preventDefault() }} onClick={() => { pick(u) }}>
              {u.name} <span className="muted small">{u.level}</span>
            </li>
          ))}
          {asked.data && shown.length === 0 && <li role="option" aria-selected={false} aria-disabled="true" className="muted">{t('empty')}</li>}
        </ul>
      )}
    </div>
  )
}
