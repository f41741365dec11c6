import { useState } from 'react'
import { Link } from 'react-router'
import type { DutyGroup, DutyItem } from '../../api/types'
import { t, tOr, type Key } from '../../i18n'
import { useExplain, type Question } from '../../lib/explain'
import { dateText } from '../../lib/format'
import { showValue } from '../../lib/value'
import { Empty } from '../Page'
import { dutyPage, whereTo } from './where'
import { ZeroReport } from './ZeroReport'

const GROUPS: { name: DutyGroup; key: Key }[] = [
  { name: 'overdue', key: 'duties.overdue' },
  { name: 'today_due', key: 'duties.today.group' },
  { name: 'this_week', key: 'duties.this_week' },
  { name: 'later', key: 'duties.later' },
  { name: 'pending', key: 'duties.pending' },
  { name: 'missed', key: 'duties.missed' },
]
const LATER_FIRST = 5
/** Long lists of what is not due now show their beginning. */
const FOLDED = new Set<DutyGroup>(['later', 'pending', 'missed'])
/** Groups whose button is the main one: what is due now. */
const NOW = new Set<DutyGroup>(['overdue', 'today_due', 'this_week'])

/** Overdue, today and this week stand first; done ones fold away. */
export function Groups({ mine, own }: { mine: (name: DutyGroup) => DutyItem[]; own: string }) {
  const [later, setLater] = useState(false)
  const filled = GROUPS.filter((g) => mine(g.name).length > 0)
  const done = mine('done')
  if (filled.length + done.length === 0) return <Empty>{t('duties.empty')}</Empty>
  return (
    <div className="stack-lg">
      {filled.map((g) => {
        const items = mine(g.name)
        const shown = FOLDED.has(g.name) && !later ? items.slice(0, LATER_FIRST) : items
        return (
          <section key={g.name} className="section">
            <h2 className={g.name === 'overdue' ? 'red' : ''}>{t(g.key)} <span className="num muted">{items.length}</span></h2>
            <ul className="duties panel">{shown.map((d) => <Duty key={`${d.programme}/${d.kind}/${d.name}/${d.unit.code}/${d.period ?? ''}/${d.record ?? ''}`} duty={d} group={g.name} own={own} />)}</ul>
            {shown.length < items.length && <p><button type="button" className="link" onClick={() => { setLater(true) }}>{t('do.more')}（{items.length - shown.length}）</button></p>}
          </section>
        )
      })}
      {done.length > 0 && (
        <details className="section">
          <summary>{t('duties.show.done', { n: done.length })}</summary>
          <ul className="duties panel">{done.map((d) => <Duty key={`${d.programme}/${d.kind}/${d.name}/${d.unit.code}/${d.period ?? ''}/${d.record ?? ''}`} duty={d} group="done" own={own} />)}</ul>
        </details>
      )}
    </div>
  )
}

function Duty({ duty, group, own }: { duty: DutyItem; group: DutyGroup; own: string }) {
  const explain = useExplain()
  const { to, label } = whereTo(duty)
  const page = dutyPage(duty)
  const [zero, setZero] = useState(false)
  const done = group === 'done'
  // Nothing more can be done for what is over: it is only looked at.
  const over = done || group === 'missed'
  const due = typeof duty.due === 'string'
    ? <span className="num">{t('duties.due', { date: dateText(duty.due) })}</span>
    : <span title={showValue(duty.due).reason}>{t('duties.due.pending')}</span>
  const why: Question = { kind: duty.kind === 'return' ? 'return' : 'duty', name: duty.name, unit: duty.unit.code, period: duty.period }
  return (
    <li className="duty">
      <div className="grow">
        <Link to={page ?? to} className="duty-title">{duty.record_title ? `${duty.title}：${duty.record_title}` : duty.title}</Link>{' '}
        {duty.period_title && <span className="muted">{duty.period_title}</span>}
        <div className="duty-more muted">
          <span>{duty.programme_title}</span>
          {duty.unit.code !== own && <span>{duty.unit.name}</span>}
          {due}
          {duty.days_late ? <span className="red">{t('duties.late', { n: duty.days_late })}</span> : null}
          {done && <span>{tOr(`duty.state.${duty.state}`, duty.state)}</span>}
        </div>
      </div>
      <div className="duty-do">
        <button type="button" className="link duty-why" onClick={() => { explain(duty.programme, why) }}>{t('do.why')}</button>
        {duty.zero_report && !done && group !== 'missed' && <button type="button" className="btn" onClick={() => { setZero(true) }}>{t('duties.zero')}</button>}
        <Link to={over ? (page ?? to) : to} className={NOW.has(group) ? 'btn btn-main' : 'btn'}>{over ? t('duties.do.open') : label}</Link>
      </div>
      {zero && <ZeroReport duty={duty} onClose={() => { setZero(false) }} />}
    </li>
  )
}
