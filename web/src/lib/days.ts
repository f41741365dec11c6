// Civil days as the wire writes them (2026-03-05), without clocks and time zones.

const DAY_MS = 86_400_000

function utc(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}

export function addDays(day: string, n: number): string {
  return new Date(utc(day) + n * DAY_MS).toISOString().slice(0, 10)
}

/** Days from `a` to `b`; negative when `b` is earlier. */
export function daysBetween(a: string, b: string): number {
  return Math.round((utc(b) - utc(a)) / DAY_MS)
}

/** Monday 0 … Sunday 6. */
export function weekdayOf(day: string): number {
  return (new Date(utc(day)).getUTCDay() + 6) % 7
}

export function monday(day: string): string {
  return addDays(day, -weekdayOf(day))
}

export function firstOfMonth(day: string): string {
  return `${day.slice(0, 7)}-01`
}

export function addMonths(day: string, n: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + n, 1)).toISOString().slice(0, 10)
}

export function lastOfMonth(day: string): string {
  return addDays(addMonths(day, 1), -1)
}

export function span(from: string, to: string): string[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, i) => addDays(from, i))
}

/** The weeks that a month touches, each from Monday to Sunday. */
export function weeksOf(day: string): string[][] {
  const first = monday(firstOfMonth(day))
  const weeks = Math.ceil((daysBetween(first, lastOfMonth(day)) + 1) / 7)
  return Array.from({ length: weeks }, (_, w) => span(addDays(first, w * 7), addDays(first, w * 7 + 6)))
}

/** The first day of a period of the wire (2013-09, 2013-Q3, 2013-H2, 2013, 2013-09-05); `null` where it has none. */
export function beginOf(period: string): string | null {
  if (/^\d{4}-\d{2}-\d{2}$/.test(period)) return period
  if (/^\d{4}-\d{2}$/.test(period)) return `${period}-01`
  if (/^\d{4}$/.test(period)) return `${period}-01-01`
  const part = /^(\d{4})-([QH])(\d)$/.exec(period)
  if (!part) return null
  const month = (Number(part[3]) - 1) * (part[2] === 'Q' ? 3 : 6) + 1
  return `${part[1] ?? ''}-${String(month).padStart(2, '0')}-01`
}

/** Months from one day's to another's, both included: `2026-06` … */
export function monthsBetween(from: string, to: string, max: number): string[] {
  const months: string[] = []
  for (let at = firstOfMonth(from); at <= to && months.length < max; at = addMonths(at, 1)) months.push(at.slice(0, 7))
  return months
}
