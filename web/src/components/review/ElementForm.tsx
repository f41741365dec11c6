import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { ElementValues, UnitInRole } from '../../api/types'
import { t } from '../../i18n'
import { ErrorNote } from '../Page'
import { fieldOf, fieldsOf, withField, type ElementField } from './fields'

interface Props {
  values: ElementValues
  onChange: (values: ElementValues) => void
}

/** The fields of one element, by its kind. */
export function ElementFields({ values, onChange }: Props) {
  return (
    <div className="element-fields">
      {fieldsOf(values).map((field) => <Field key={field.name} field={field} value={fieldOf(values, field)} onChange={(v) => { onChange(withField(values, field, v)) }} />)}
    </div>
  )
}

function Field({ field, value, onChange }: { field: ElementField; value: unknown; onChange: (value: unknown) => void }) {
  const id = useId()
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  const hint = field.hint ? { 'aria-describedby': `${id}-hint` } : {}
  if (field.kind === 'units') return <Units units={Array.isArray(value) ? (value as UnitInRole[]) : []} onChange={onChange} />
  if (field.kind === 'tick') {
    return <label className="tick"><input type="checkbox" checked={value === true} onChange={(e) => { onChange(e.target.checked) }} />{t(field.key)}</label>
  }
  return (
    <div className={field.kind === 'long' ? 'field field-wide' : 'field'}>
      <label htmlFor={id}>{t(field.key)}</label>
      {field.kind === 'long' && <textarea id={id} className="textarea" rows={2} value={text} onChange={(e) => { onChange(e.target.value) }} />}
      {field.kind === 'select' && (
        <select id={id} className="select input-sm" value={text} onChange={(e) => { onChange(e.target.value) }}>
          {field.options?.some(([v]) => v === text) !== true && <option value={text}>{text}</option>}
          {field.options?.map(([v, key]) => <option key={v} value={v}>{t(key)}</option>)}
        </select>
      )}
      {(field.kind === 'text' || field.kind === 'number') && (
        <input
          id={id} className="input input-sm" inputMode={field.kind === 'number' ? 'numeric' : undefined} placeholder={field.placeholder} {...hint} value={text}
          onChange={(e) => { onChange(field.kind === 'number' ? Number(e.target.value.replace(/\D/g, '')) : e.target.value) }}
        />
      )}
      {field.hint && <p className="hint" id={`${id}-hint`}>{t(field.hint)}</p>}
    </div>
  )
}

const ROLES = [['lead', 'element.role.lead'], ['executor', 'element.role.executor'], ['support', 'element.role.support']] as const

/** Units by what they have to do; several are separated by 、. */
function Units({ units, onChange }: { units: UnitInRole[]; onChange: (units: UnitInRole[]) => void }) {
  const id = useId()
  const [typed, setTyped] = useState(() => Object.fromEntries(ROLES.map(([role]) => [role, units.filter((u) => u.role === role).map((u) => u.unit).join('、')])))
  const change = (role: string, text: string): void => {
    const next = { ...typed, [role]: text }
    setTyped(next)
    onChange(ROLES.flatMap(([r]) => (next[r] ?? '').split(/[、,，;；\s]+/).filter((u) => u !== '').map((unit) => ({ unit, role: r }))))
  }
  return (
    <>
      {ROLES.map(([role, key]) => (
        <div key={role} className="field">
          <label htmlFor={`${id}-${role}`}>{t(key)}</label>
          <input id={`${id}-${role}`} className="input input-sm" lang="zh-CN" value={typed[role]} onChange={(e) => { change(role, e.target.value) }} />
        </div>
      ))}
    </>
  )
}

interface FormProps { title: string; busy: boolean; error: unknown; onSave: () => void; onCancel: () => void; children: ReactNode; disabled?: boolean }

/** A form in the list: Enter saves (in a long text Ctrl+Enter), Esc leaves it. */
export function InlineForm({ title, busy, error, onSave, onCancel, children, disabled = false }: FormProps) {
  const ref = useRef<HTMLFormElement>(null)
  useEffect(() => { ref.current?.querySelector<HTMLElement>('input, select, textarea')?.focus() }, [])
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      onCancel()
    } else if (event.key === 'Enter' && event.ctrlKey && !disabled) {
      event.preventDefault()
      onSave()
    }
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc leaves the form from any of its fields
    <form ref={ref} className="element-form" aria-label={title} onKeyDown={onKey} onSubmit={(e) => { e.preventDefault(); onSave() }}>
      <b>{title}</b>
      {children}
      {error !== null && <ErrorNote error={error} />}
      <div className="row">
        <button type="submit" className="btn btn-small btn-main" disabled={busy || disabled}>{busy ? t('working') : t('do.save')}</button>
        <button type="button" className="btn btn-small" onClick={onCancel}>{t('do.cancel')}</button>
      </div>
    </form>
  )
}
