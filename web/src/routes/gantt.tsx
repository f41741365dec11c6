import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { duties, units } from '../api/calls'
import type { Programme } from '../api/types'
import { allOf } from '../components/calendar/items'
import { dutyPage, whereTo } from '../components/duties/where'
import { standing } from '../components/matrix/looks'
import { Answer, Empty, PageHead } from '../components/Page'
import { UnitPicker } from '../components/UnitPicker'
import { t } from '../i18n'
import { addDays, addMonths, firstOfMonth, lastOfMonth, monthsBetween } from '../lib/days'
import { dateText } from '../lib/format'
import { lanesOf, placeOf, type Lane } from '../lib/gantt'
import { useProgramme } from '../lib/programme'
import { useMe } from '../lib/session'
import '../styles/gantt.css'

/** Without an end of the programme so many months ahead are shown. */
const AHEAD_MONTHS = 6
const MONTHS_MAX = 60

/** When does what run? A lane for each duty, a bar for each of its periods, today as a line. */
export function GanttPage() {
  const programme = useProgramme()
  const me = useMe()
  const [params, setParams] = useSearchParams()
  const code = params.get('unit') ?? me.unit.code
  const unit = useQuery({ queryKey: ['unit', code], queryFn: () => units.one(code), enabled: code !== me.unit.code })
  const ref = { code, name: code === me.unit.code ? me.unit.name : (unit.data?.name ?? code) }
  const window = windowOf(programme, me.today)
  const q = { unit: code, programme: programme.id, from: window.from, to: window.to }
  const asked = useQuery({ queryKey: ['duties', 'between', q], queryFn: () => duties.between(q) })
  return (
    <div className="landscape">
      <PageHead
        title={`${ref.name} ${t('gantt.title')}`}
        answer={<span className="num">{dateText(window.from)} — {dateText(window.to)}</span>}
        actions={<>
          <div className="unit-filter"><label className="sr" htmlFor="gantt-unit">{t('unit')}</label><UnitPicker id="gantt-unit" value={ref} onPick={(u) => { setParams(u ? { unit: u.code } : {}) }} /></div>
          <button type="button" className="btn only-wide" onClick={() => { globalThis.print() }}>{t('do.print')}</button>
        </>}
      />
      <Answer of={asked}>{(list) => <Chart lanes={lanesOf(allOf(list).map((d) => d.duty), window.from)} from={window.from} to={window.to} today={me.today} />}</Answer>
    </div>
  )
}

function windowOf(programme: Programme, today: string): { from: string; to: string } {
  const { from, to } = programme.window
  const first = typeof from === 'string' ? from : firstOfMonth(addMonths(today, -1))
  const last = typeof to === 'string' ? to : lastOfMonth(addMonths(today, AHEAD_MONTHS))
  return { from: firstOfMonth(first), to: lastOfMonth(last > first ? last : first) }
}

function Chart({ lanes, from, to, today }: { lanes: Lane[]; from: string; to: string; today: string }) {
  const [find, setFind] = useState('')
  const [open, setOpen] = useState(false)
  // What is due after the window (the report on its last month) is in sight, too.
  const end = lanes.flatMap((l) => l.bars.map((b) => b.to)).reduce((a, b) => (b > a && b < addDays(to, 62) ? b : a), to)
  const last = lastOfMonth(end)
  const months = monthsBetween(from, last, MONTHS_MAX)
  const shown = lanes.filter((l) => (find === '' || l.title.includes(find)) && (!open || l.pending.length > 0 || l.bars.some((b) => !['met', 'late_met', 'zero'].includes(b.duty.state))))
  const now = placeOf({ from: today, to: today }, from, last)
  if (lanes.length === 0) return <div className="panel"><Empty>{t('gantt.empty')}</Empty></div>
  return (
    <>
      <div className="toolbar no-print">
        <input type="search" className="input input-sm search" placeholder={t('gantt.find')} aria-label={t('gantt.find')} value={find} onChange={(e) => { setFind(e.target.value) }} />
        <label className="tick"><input type="checkbox" checked={open} onChange={(e) => { setOpen(e.target.checked) }} />{t('gantt.only')}</label>
      </div>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls in both directions */}
      <div className="table-wrap gantt" tabIndex={0} role="region" aria-label={t('gantt.title')}>
        <div className="gantt-inner" style={{ minWidth: `${String(240 + months.length * 56)}px` }}>
          <div className="gantt-head" aria-hidden="true">
            <span className="gantt-title">{t('gantt.duty')}</span>
            <div className="gantt-months">{months.map((m) => <span key={m}>{m.endsWith('-01') || m === months[0] ? t('gantt.month.year', { y: m.slice(0, 4), m: Number(m.slice(5)) }) : t('gantt.month', { m: Number(m.slice(5)) })}</span>)}</div>
          </div>
          <ul>
            {shown.map((lane) => (
              <li key={lane.key} className="gantt-lane">
                <span className="gantt-title" title={lane.title}>{lane.title}</span>
                <div className="gantt-track">
                  {now && <i className="gantt-today" style={{ left: `${String(now.left)}%` }} aria-hidden="true" />}
                  {lane.bars.map((bar) => <BarLink key={`${bar.duty.period ?? ''}${bar.to}`} bar={bar} from={from} to={last} />)}
                  {lane.pending.length > 0 && <span className="gantt-pending">{t('duties.due.pending')}</span>}
                </div>
              </li>
            ))}
          </ul>
        </div>
        {shown.length === 0 && <p className="empty">{t('table.none.found')}</p>}
      </div>
      <p className="muted small no-print">{t('gantt.legend')}</p>
    </>
  )
}

function BarLink({ bar, from, to }: { bar: Lane['bars'][number]; from: string; to: string }) {
  const place = placeOf(bar, from, to)
  if (!place) return null
  const { duty } = bar
  const { look, words } = standing(duty.state, duty.days_late)
  const say = `${duty.title}${duty.period_title ? ` ${duty.period_title}` : ''}：${t('gantt.bar', { from: dateText(bar.from), to: dateText(bar.to) })}，${words}`
  return <Link className={`gantt-bar bar-${look}`} style={{ left: `${String(place.left)}%`, width: `${String(place.width)}%` }} to={dutyPage(duty) ?? whereTo(duty).to} title={say} aria-label={say} />
}
