// Which fields an element has, by its kind, and what they are called.
import type { ElementValues } from '../../api/types'
import type { Key } from '../../i18n'

type Option = [value: string, key: Key]
export type FieldKind = 'text' | 'long' | 'number' | 'tick' | 'units' | 'select'
export interface ElementField { name: string; key: Key; kind: FieldKind; options?: Option[]; hint?: Key; placeholder?: string }

const ROLES: Option[] = [['lead', 'element.role.lead'], ['executor', 'element.role.executor'], ['support', 'element.role.support']]
const OPS: Option[] = [
  ['at_least', 'element.op.at_least'], ['at_most', 'element.op.at_most'], ['equal', 'element.op.equal'], ['about', 'element.op.about'],
  ['rise_by', 'element.op.rise_by'], ['fall_by', 'element.op.fall_by'], ['within', 'element.op.within'],
]
const LIMITS: Option[] = [
  ['by', 'element.limit.by'], ['on', 'element.limit.on'], ['between', 'element.limit.between'], ['every', 'element.limit.every'],
  ['within', 'element.limit.within'], ['standing', 'element.limit.standing'],
]
const RHYTHMS: Option[] = [
  ['daily', 'every.day'], ['weekly', 'every.week'], ['10-daily', 'every.ten_days'], ['monthly', 'every.month'],
  ['quarterly', 'every.quarter'], ['half-yearly', 'every.half_year'], ['yearly', 'every.year'],
]
const ONCE: Option = ['', 'every.once']
const DAY = '2026-06-30'

/** The fields that a person fills, in order; those of a limit or target depend on what was chosen. */
export function fieldsOf(values: ElementValues): ElementField[] {
  const title: ElementField = { name: 'title', key: 'element.title', kind: 'text' }
  const who: ElementField = { name: 'who', key: 'element.who', kind: 'units' }
  const from: ElementField = { name: 'from', key: 'element.from', kind: 'text', placeholder: DAY }
  const to: ElementField = { name: 'to', key: 'element.to', kind: 'text', placeholder: DAY, hint: 'element.day.hint' }
  switch (values.kind) {
    case 'heading': return [title, { name: 'level', key: 'element.level', kind: 'number' }]
    case 'responsibility': return [{ name: 'unit', key: 'element.unit', kind: 'text' }, { name: 'role', key: 'element.role', kind: 'select', options: ROLES }]
    case 'time_limit': {
      const limit: ElementField = { name: 'limit', key: 'element.limit', kind: 'select', options: LIMITS }
      if (values.limit === 'between') return [limit, from, to]
      if (values.limit === 'every') return [limit, { name: 'length', key: 'element.every', kind: 'select', options: RHYTHMS }, { name: 'due', key: 'element.due', kind: 'text', hint: 'element.due.hint' }]
      if (values.limit === 'within') return [limit, { name: 'length', key: 'element.length', kind: 'text', placeholder: 'P5D', hint: 'element.length.hint' }]
      if (values.limit === 'standing') return [limit]
      return [limit, to]
    }
    case 'target': return [
      { name: 'what', key: 'element.what', kind: 'text' },
      { name: 'op', key: 'element.op', kind: 'select', options: OPS },
      { name: 'value', key: 'element.value', kind: 'text', hint: 'element.value.hint' },
      ...(values.op === 'within' ? [{ name: 'to', key: 'element.value.to', kind: 'text' } satisfies ElementField] : []),
      { name: 'measured_in', key: 'element.measured_in', kind: 'text' },
      { name: 'aspired', key: 'element.aspired', kind: 'tick' },
    ]
    case 'duty': return [
      { name: 'what', key: 'element.duty', kind: 'long' }, who,
      { name: 'every', key: 'element.every', kind: 'select', options: [ONCE, ...RHYTHMS] },
      { name: 'due', key: 'element.due', kind: 'text', hint: values.every === null || values.every === undefined ? 'element.day.hint' : 'element.due.hint' },
    ]
    case 'task': return [title, who, from, to]
    case 'phase': return [title, from, to]
    case 'register': return [title, { name: 'every', key: 'element.every', kind: 'select', options: [ONCE, ...RHYTHMS] }]
    case 'ask': return [{ name: 'question', key: 'element.question', kind: 'long' }]
  }
}

/** A field set anew; what is left empty is not known. */
export function withField(values: ElementValues, field: ElementField, value: unknown): ElementValues {
  const open = new Set(['from', 'to', 'value', 'length', 'due', 'every'])
  return { ...values, [field.name]: value === '' && open.has(field.name) ? null : value } as ElementValues
}

export function fieldOf(values: ElementValues, field: ElementField): unknown {
  return (values as unknown as Record<string, unknown>)[field.name] ?? null
}
