import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link, useNavigate } from 'react-router'
import { duties } from '../../api/calls'
import type { UnitRef } from '../../api/types'
import { t } from '../../i18n'
import { addDays, addMonths, firstOfMonth, monday, span, weeksOf } from '../../lib/days'
import { dateText, periodText } from '../../lib/format'
import { isTyping } from '../../lib/shortcuts'
import { Icon } from '../Icon'
import { Answer } from '../Page'
import { allOf, asked, byDay } from './items'
import { Days, Month } from './Month'
import '../../styles/calendar.css'

export type View = 'list' | 'week' | 'month'
interface Props {
  view: Exclude<View, 'list'>
  unit: UnitRef
  programme: string
  today: string
  day: string
  /** The address of this page with something changed. */
  to: (change: Record<string, string | null>) => string
}

/** What is due in a week or a month, day by day. */
export function CalendarView({ view, unit, programme, today, day, to }: Props) {
  const navigate = useNavigate()
  const week = span(monday(day), addDays(monday(day), 6))
  const days = view === 'week' ? week : weeksOf(day).flat()
  const q = { unit: unit.code, ...asked(days[0] ?? day, days.at(-1) ?? day) }
  const list = useQuery({ queryKey: ['duties', 'between', q], queryFn: () => duties.between(q), placeholderData: keepPreviousData })
  const at = (d: string): string => to({ day: d === today ? null : d })
  const earlier = at(view === 'week' ? addDays(day, -7) : addMonths(day, -1))
  const later = at(view === 'week' ? addDays(day, 7) : addMonths(day, 1))
  const here = at(today)
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const way: Record<string, string> = { p: earlier, n: later, t: here, l: to({ view: null }), w: to({ view: 'week' }), m: to({ view: 'month' }) }
      const address = way[event.key]
      if (address) void navigate(address)
    }
    window.addEventListener('keydown', onKey)
    return () => { window.removeEventListener('keydown', onKey) }
  })
  const label = view === 'week' ? t('calendar.week', { from: dateText(week[0] ?? day), to: dateText(week[6] ?? day) }) : periodText(firstOfMonth(day).slice(0, 7))
  return (
    <div data-keys="calendar">
      <div className="toolbar calendar-bar">
        <Link className="btn btn-icon" to={earlier} aria-label={t(view === 'week' ? 'calendar.week.before' : 'calendar.month.before')}><Icon name="left" /></Link>
        <b className="num" aria-live="polite">{label}</b>
        <Link className="btn btn-icon" to={later} aria-label={t(view === 'week' ? 'calendar.week.after' : 'calendar.month.after')}><Icon name="right" /></Link>
        {day !== today && <Link className="link" to={here}>{t('board.now')}</Link>}
      </div>
      <h2 className="print-only">{unit.name} {label}</h2>
      <Answer of={list}>{(data) => {
        const items = allOf(data, programme)
        const filled = byDay(items)
        const pending = items.filter((i) => typeof i.duty.due !== 'string').length
        return (
          <>
            {view === 'week'
              ? <Days days={week} filled={filled} today={today} />
              : <Month day={day} today={today} days={filled} label={`${unit.name} ${label}`} weekOf={(d) => to({ view: 'week', day: d })} />}
            {pending > 0 && <p className="muted small"><Link to={to({ view: null })}>{t('calendar.pending', { n: pending })}</Link></p>}
          </>
        )
      }}</Answer>
    </div>
  )
}
