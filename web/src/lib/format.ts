// Numbers, dates and periods as the office writes them. Numbers are decimal strings and are never turned into floats.
import type { Person } from '../api/types'
import { currentLang, t } from '../i18n'

const NUMBER = /^[+-]?\d+(\.\d+)?$/

export function isNumber(text: string): boolean {
  return NUMBER.test(text)
}

/** Thousands separators: `177000` → `177,000`; digits are kept as they are. */
export function groupDigits(text: string): string {
  const match = /^([+-]?)(\d+)(\.\d+)?$/.exec(text)
  if (!match) return text
  const [, sign = '', whole = '', fraction = ''] = match
  return (sign === '-' ? '−' : '') + whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',') + fraction
}

const WEEKDAYS = { zh: '日一二三四五六', en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] }
const MONTHS_EN = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Monday 0 … Sunday 6: 周一 … 周日. */
export function weekdayName(n: number): string {
  return currentLang() === 'en' ? (WEEKDAYS.en[(n + 1) % 7] ?? '') : `周${WEEKDAYS.zh[(n + 1) % 7] ?? ''}`
}

/** A civil date in running text: 2026年3月5日(周四). Tables show the ISO form as it is. */
export function dateText(iso: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso)
  if (!match) return iso
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay()
  if (currentLang() === 'en') return `${WEEKDAYS.en[weekday] ?? ''} ${String(day)} ${MONTHS_EN[month - 1] ?? ''} ${String(year)}`
  return `${String(year)}年${String(month)}月${String(day)}日(周${WEEKDAYS.zh[weekday] ?? ''})`
}

/** An instant in Beijing time, to the minute: 2013-10-05 23:59. */
export function instantText(instant: string): string {
  const at = Date.parse(instant)
  if (Number.isNaN(at)) return instant
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}

/** A period for people: 2013-09 → 2013年9月. */
export function periodText(period: string): string {
  const en = currentLang() === 'en'
  const month = /^(\d{4})-(\d{2})$/.exec(period)
  if (month) {
    const m = Number(month[2])
    return en ? `${MONTHS_EN[m - 1] ?? ''} ${month[1] ?? ''}` : `${month[1] ?? ''}年${String(m)}月`
  }
  const quarter = /^(\d{4})-Q([1-4])$/.exec(period)
  if (quarter) return en ? `Q${quarter[2] ?? ''} ${quarter[1] ?? ''}` : `${quarter[1] ?? ''}年第${quarter[2] ?? ''}季度`
  const half = /^(\d{4})-H([12])$/.exec(period)
  if (half) return en ? `H${half[2] ?? ''} ${half[1] ?? ''}` : `${half[1] ?? ''}年${half[2] === '1' ? '上' : '下'}半年`
  if (/^\d{4}$/.test(period)) return en ? period : `${period}年`
  if (/^\d{4}-\d{2}-\d{2}$/.test(period)) return dateText(period)
  if (period === 'once') return en ? 'whole run' : '全程'
  return period
}

/** The month before or after: 2013-12, +1 → 2014-01. */
export function monthShift(month: string, by: number): string {
  const [year = 0, m = 1] = month.split('-').map(Number)
  const index = year * 12 + (m - 1) + by
  return `${String(Math.floor(index / 12))}-${String((index % 12) + 1).padStart(2, '0')}`
}

/** A person's name; of another jurisdiction it is not shown. */
export function personName(person: Person): string {
  return person.name ?? (person.unit ? `${person.unit.name}＊` : '＊')
}

/** Lines of a plan as people say them: L36 → 第36行, L36-L58 → 第36—58行. */
export function linesText(ref: string): string {
  const match = /^L(\d+)(?:-L(\d+))?$/.exec(ref)
  if (!match) return ref
  return match[2] ? t('clause.lines', { from: match[1] ?? '', to: match[2] }) : t('clause.line', { n: match[1] ?? '' })
}

export function clauseText(ref: string): string {
  return t('clause.ref', { ref: linesText(ref) })
}

/** The part of an address after its path; absent and empty values are left out. */
export function query(params: Record<string, string | null | undefined>): string {
  const parts = new URLSearchParams()
  for (const [key, value] of Object.entries(params)) if (value) parts.set(key, value)
  const text = parts.toString()
  return text === '' ? '' : `?${text}`
}
