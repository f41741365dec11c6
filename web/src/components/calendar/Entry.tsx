import { Link } from 'react-router'
import { t, tOr } from '../../i18n'
import { dutyPage, whereTo } from '../duties/where'
import type { Dated } from './items'

const DONE = new Set(['met', 'late_met', 'zero'])
const LATE = new Set(['overdue', 'unmet', 'no_report'])

/** One duty in a day: what, and how it stands; red only while somebody must still act. */
export function Entry({ item, full = false }: { item: Dated; full?: boolean }) {
  const { duty, group } = item
  const done = DONE.has(duty.state)
  const look = done ? 'entry-done' : group === 'overdue' ? 'entry-late' : LATE.has(duty.state) ? 'entry-missed' : ''
  const state = tOr(`duty.state.${duty.state}`, duty.state)
  const title = duty.record_title ? `${duty.title}：${duty.record_title}` : duty.title
  return (
    <Link className={`entry ${look}`} to={dutyPage(duty) ?? whereTo(duty).to} title={`${title}${duty.period_title ? ` ${duty.period_title}` : ''} · ${state}`}>
      {done && <span aria-hidden="true">✓ </span>}{title}{duty.period_title && <span className="muted"> {duty.period_title}</span>}
      {full ? <span className="small muted"> {duty.programme_title} · {state}{duty.days_late ? ` · ${t('duties.late', { n: duty.days_late })}` : ''}</span> : <span className="sr"> {state}</span>}
    </Link>
  )
}
