// What a value of the wire is: known, or unknown with its kind. The screen never mixes them.
import { t, tOr } from '../i18n'
import type { AboutValue, UnknownValue, Value } from '../api/types'
import { groupDigits, isNumber } from './format'

export function isUnknown(value: Value | undefined): value is UnknownValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'unknown' in value
}
export function isAbout(value: Value | undefined): value is AboutValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'about' in value
}
export function isKnown(value: Value | undefined): boolean {
  return value !== null && value !== undefined && !isUnknown(value)
}

export interface Shown {
  /** What stands in the cell. */
  text: string
  /** What the pointer and the screen reader are told beside it; empty for plain values. */
  reason: string
  kind: 'plain' | 'number' | 'missing' | 'pending' | 'masked' | 'not_applicable' | 'not_computable' | 'about'
}

/** How a value is read: `auto` takes digits as a number; `text` leaves them alone (codes, telephone numbers). */
export type ReadAs = 'auto' | 'text' | 'number'

const SIGNS: Record<UnknownValue['unknown'], string> = {
  pending: '',
  masked: '＊',
  not_applicable: '',
  not_computable: '—',
}

function showUnknown(value: UnknownValue): Shown {
  const words = tOr(`value.${value.unknown}`, value.unknown)
  const sign = SIGNS[value.unknown]
  const reason = value.why ? t('value.why', { kind: words, why: value.why }) : words
  return { text: sign === '' ? words : sign, reason, kind: value.unknown }
}

/** The words of a value; used by the component, by confirmations and by the browser's titles. */
export function showValue(value: Value | undefined, as: ReadAs = 'auto'): Shown {
  if (value === null || value === undefined || value === '') return { text: '—', reason: t('value.missing'), kind: 'missing' }
  if (typeof value === 'boolean') return { text: value ? t('yes') : t('no'), reason: '', kind: 'plain' }
  if (typeof value === 'number') return showValue(String(value), as)
  if (typeof value === 'string') {
    if (as !== 'text' && isNumber(value)) return { text: groupDigits(value), reason: '', kind: 'number' }
    return { text: value, reason: '', kind: 'plain' }
  }
  if (Array.isArray(value)) return { text: value.map((v) => showValue(v, 'text').text).join('、'), reason: '', kind: 'plain' }
  if (isUnknown(value)) return showUnknown(value)
  if (isAbout(value)) return { text: t('value.about', { n: groupDigits(value.about) }), reason: aboutReason(value), kind: 'about' }
  return { text: JSON.stringify(value), reason: '', kind: 'plain' }
}

function aboutReason(value: AboutValue): string {
  const range = [value.low, value.high].filter((x): x is string => typeof x === 'string').map(groupDigits)
  return range.length === 0 ? t('value.about.range') : `${t('value.about.range')} (${value.low ? '≥' : '≤'} ${range.join(' – ')})`
}

/** `17/18` when the parts differ: the sum is partial. */
export function isPartial(of: string | null | undefined): of is string {
  if (!of) return false
  const [part, whole] = of.split('/')
  return part !== whole
}
