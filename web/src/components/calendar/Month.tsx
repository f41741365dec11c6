import { Link } from 'react-router'
import { t } from '../../i18n'
import { weekdayOf, weeksOf } from '../../lib/days'
import { dateText, weekdayName } from '../../lib/format'
import { useIsPhone } from '../../lib/phone'
import { Empty } from '../Page'
import { Scroll } from '../Scroll'
import { Entry } from './Entry'
import { keyOf, type Dated } from './items'

const IN_A_DAY = 4
interface Props { day: string; today: string; days: Map<string, Dated[]>; label: string; weekOf: (day: string) => string }

/** A month of whole weeks; on a phone the days that have something, one under the other. */
export function Month({ day, today, days, label, weekOf }: Props) {
  const phone = useIsPhone()
  const weeks = weeksOf(day)
  if (phone) return <Days days={weeks.flat().filter((d) => d.startsWith(day.slice(0, 7)))} filled={days} today={today} onlyFilled />
  return (
    <Scroll label={label}>
      <table className="grid lined calendar">
        <caption className="sr">{label}</caption>
        <thead><tr>{(weeks[0] ?? []).map((d) => <th key={d} scope="col">{weekdayName(weekdayOf(d))}</th>)}</tr></thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((d) => {
                const items = days.get(d) ?? []
                return (
                  <td key={d} className={dayClass(d, today, day)} aria-current={d === today ? 'date' : undefined}>
                    <div className="day-number num"><span className="sr">{dateText(d)}</span><span aria-hidden="true">{d.endsWith('-01') ? t('calendar.first', { m: Number(d.slice(5, 7)) }) : Number(d.slice(8))}</span>{d === today && <span className="tag tag-accent">{t('calendar.today')}</span>}</div>
                    {items.slice(0, IN_A_DAY).map((i) => <Entry key={keyOf(i)} item={i} />)}
                    {items.length > IN_A_DAY && <Link className="small" to={weekOf(d)}>{t('board.red.more', { n: items.length - IN_A_DAY })}</Link>}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function dayClass(d: string, today: string, shown: string): string {
  return [d === today ? 'is-today' : '', d.slice(0, 7) === shown.slice(0, 7) ? '' : 'is-other', weekdayOf(d) > 4 ? 'is-weekend' : ''].join(' ')
}

interface DaysProps { days: string[]; filled: Map<string, Dated[]>; today: string; onlyFilled?: boolean }

/** Days one under the other, each with what is due. */
export function Days({ days, filled, today, onlyFilled = false }: DaysProps) {
  const shown = days.filter((d) => !onlyFilled || (filled.get(d)?.length ?? 0) > 0 || d === today)
  if (shown.every((d) => !filled.has(d)) && onlyFilled) return <div className="panel"><Empty>{t('calendar.empty')}</Empty></div>
  return (
    <ol className="panel agenda">
      {shown.map((d) => (
        <li key={d} className={dayClass(d, today, d)} aria-current={d === today ? 'date' : undefined}>
          <h2 className="num">{dateText(d)}{d === today && <span className="tag tag-accent">{t('calendar.today')}</span>}</h2>
          {(filled.get(d) ?? []).length === 0 ? <p className="muted small">{t('calendar.free')}</p> : <ul>{(filled.get(d) ?? []).map((i) => <li key={keyOf(i)}><Entry item={i} full /></li>)}</ul>}
        </li>
      ))}
    </ol>
  )
}
