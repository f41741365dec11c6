import { useQuery } from '@tanstack/react-query'
import { records } from '../api/calls'
import type { FieldSchema, UnitRef, Value } from '../api/types'
import { t } from '../i18n'
import { clauseText } from '../lib/format'
import { showValue } from '../lib/value'
import { FilesInput } from './FilesInput'
import { UnitPicker } from './UnitPicker'

interface Props {
  field: FieldSchema
  programme: string
  value: Value
  /** Name of a chosen unit or record. */
  label?: string | undefined
  wrong?: string | undefined
  onChange: (value: Value, label?: string) => void
}

const FEW_OPTIONS = 5

/** Fields that a person fills in; marks and computed ones come by themselves. */
export function isTyped(field: FieldSchema): boolean {
  return field.type !== 'mark' && field.type !== 'computed' && field.shown !== false
}

/** One field of a form, with its help and what is wrong with it beside it. */
export function FieldInput(props: Props) {
  const { field, wrong } = props
  const id = `f-${field.name}`
  const hints = [field.note, field.type === 'whole' && !field.note ? t('form.whole') : null, field.type === 'files' ? t('form.files') : null].filter(Boolean).join(' ')
  const describedBy = [hints ? `${id}-hint` : '', wrong ? `${id}-wrong` : ''].join(' ').trim() || undefined
  const isGroup = field.type === 'bool' || field.type === 'choices' || (field.type === 'choice' && (field.options ?? []).length <= FEW_OPTIONS)
  const caption = <>{field.title}{!field.required && <span className="muted optional">{t('optional')}</span>}</>
  const below = (
    <>
      {wrong && <p className="wrong" id={`${id}-wrong`}>{wrong}</p>}
      {hints && <p className="hint" id={`${id}-hint`}>{hints}{field.clause && <span className="muted"> {clauseText(field.clause)}</span>}</p>}
    </>
  )
  if (isGroup) {
    return (
      <fieldset className="field" id={id} aria-describedby={describedBy} aria-invalid={wrong ? true : undefined}>
        <legend>{caption}</legend>
        <Options {...props} id={id} />
        {below}
      </fieldset>
    )
  }
  return (
    <div className="field">
      <label htmlFor={id}>{caption}</label>
      <Input {...props} id={id} describedBy={describedBy} />
      {below}
    </div>
  )
}

function asText(value: Value): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map((v) => asText(v)).join('\n')
  return value === null || value === undefined ? '' : showValue(value, 'text').text
}

/** Full-width digits and signs, as Chinese input methods type them, become plain ones. */
function plainDigits(text: string): string {
  return text.replace(/[０-９．－，]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/[,\s]/g, '')
}

function Input({ field, value, label, wrong, onChange, id, programme, describedBy }: Props & { id: string; describedBy: string | undefined }) {
  const common = { id, 'aria-invalid': wrong ? true : undefined, 'aria-describedby': describedBy, 'aria-required': field.required || undefined } as const
  const text = asText(value)
  const set = (next: string): void => { onChange(next === '' ? null : next) }
  switch (field.type) {
    case 'long_text':
      return <textarea {...common} className="textarea" value={text} onChange={(e) => { set(e.target.value) }} />
    case 'whole': case 'decimal': case 'money': case 'percent': {
      const unit = field.measured_in ?? (field.type === 'money' ? '元' : field.type === 'percent' ? '%' : '')
      return (
        <span className="with-unit">
          <input {...common} className="input num" inputMode={field.type === 'whole' ? 'numeric' : 'decimal'} autoComplete="off" value={text} onChange={(e) => { set(plainDigits(e.target.value)) }} />
          {unit && <span className="muted">{unit}</span>}
        </span>
      )
    }
    case 'date':
      return <input {...common} className="input" type="date" value={text} onChange={(e) => { set(e.target.value) }} />
    case 'time':
      return <input {...common} className="input" type="time" value={text} onChange={(e) => { set(e.target.value) }} />
    case 'choice':
      return (
        <select {...common} className="select" value={text} onChange={(e) => { set(e.target.value) }}>
          <option value="">{t('form.choose')}</option>
          {(field.options ?? []).map((o) => <option key={o}>{o}</option>)}
        </select>
      )
    case 'unit': {
      const unit: UnitRef | null = text === '' ? null : { code: text, name: label ?? text }
      return <UnitPicker id={id} value={unit} invalid={Boolean(wrong)} describedBy={describedBy} onPick={(u) => { onChange(u?.code ?? null, u?.name) }} />
    }
    case 'record':
      return <RecordSelect {...common} programme={programme} register={field.of ?? ''} value={text} onChange={set} />
    case 'files':
      return <FilesInput id={id} value={value} describedBy={describedBy} invalid={Boolean(wrong)} onChange={onChange} />
    default:
      return <input {...common} className="input" autoComplete="off" value={text} onChange={(e) => { set(e.target.value) }} />
  }
}

function Options({ field, value, onChange, id }: Props & { id: string }) {
  if (field.type === 'bool') {
    return (
      <div className="ticks">
        {[true, false].map((v) => (
          <label key={String(v)} className="tick"><input type="radio" name={id} checked={value === v} onChange={() => { onChange(v) }} />{v ? t('yes') : t('no')}</label>
        ))}
      </div>
    )
  }
  const options = field.options ?? []
  const chosen = Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : typeof value === 'string' ? [value] : []
  const own = chosen.find((c) => !options.includes(c))
  if (field.type === 'choice') {
    return (
      <div className="ticks">
        {options.map((o) => <label key={o} className="tick"><input type="radio" name={id} checked={chosen[0] === o} onChange={() => { onChange(o) }} />{o}</label>)}
        {field.open_with_reason && <OwnOption value={own} onChange={(v) => { onChange(v) }} />}
      </div>
    )
  }
  const set = (next: string[]): void => { onChange(next.length === 0 ? null : next) }
  return (
    <div className="ticks">
      {options.map((o) => (
        <label key={o} className="tick"><input type="checkbox" checked={chosen.includes(o)} onChange={(e) => { set(e.target.checked ? [...chosen, o] : chosen.filter((c) => c !== o)) }} />{o}</label>
      ))}
      {field.open_with_reason && <OwnOption value={own} onChange={(v) => { set([...chosen.filter((c) => options.includes(c)), ...(v ? [v] : [])]) }} />}
    </div>
  )
}

/** A list that ends with 等: another value may be written. */
function OwnOption({ value, onChange }: { value: string | undefined; onChange: (value: string | null) => void }) {
  return (
    <label className="tick own-option">
      <span>{t('form.other')}</span>
      <input className="input input-sm" value={value ?? ''} onChange={(e) => { onChange(e.target.value === '' ? null : e.target.value) }} />
    </label>
  )
}

interface RecordSelectProps { id: string; programme: string; register: string; value: string; onChange: (value: string) => void; 'aria-invalid': true | undefined; 'aria-describedby': string | undefined; 'aria-required': boolean | undefined }

function RecordSelect({ programme, register, value, onChange, ...common }: RecordSelectProps) {
  const asked = useQuery({ queryKey: ['records', programme, register, 'pick'], queryFn: () => records.list(programme, register, { size: 200 }), enabled: register !== '' })
  const name = (r: { fields: Record<string, Value>; labels: Record<string, string>; day: string | null; unit: UnitRef }): string => {
    const words = Object.values(r.fields).filter((v): v is string => typeof v === 'string').slice(0, 3)
    return [r.unit.name, r.day, ...words].filter((x) => x !== null && x !== r.unit.code).join(' · ')
  }
  return (
    <select {...common} className="select" value={value} onChange={(e) => { onChange(e.target.value) }}>
      <option value="">{t('form.choose')}</option>
      {asked.data?.items.map((r) => <option key={r.id} value={r.id}>{name(r)}</option>)}
    </select>
  )
}
