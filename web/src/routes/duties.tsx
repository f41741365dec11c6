import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { duties as calls, units } from '../api/calls'
import type { DutyItem, DutyList } from '../api/types'
import { CalendarView, type View } from '../components/calendar/View'
import { Subscribe } from '../components/calendar/Subscribe'
import { allOf } from '../components/calendar/items'
import { Groups } from '../components/duties/List'
import { Answer, PageHead } from '../components/Page'
import { UnitPicker } from '../components/UnitPicker'
import { t, type Key } from '../i18n'
import { dateText } from '../lib/format'
import { useMe } from '../lib/session'
import '../styles/duties.css'

const VIEWS: { view: View; key: Key }[] = [{ view: 'list', key: 'duties.view.list' }, { view: 'week', key: 'duties.view.week' }, { view: 'month', key: 'duties.view.month' }]

/** What do I owe today? As a list, a week or a month; for one's own unit or one below. */
export function Duties() {
  const me = useMe()
  const [params, setParams] = useSearchParams()
  const [subscribing, setSubscribing] = useState(false)
  const unit = params.get('unit') ?? me.unit.code
  const own = unit === me.unit.code
  const programme = params.get('programme') ?? ''
  const view = VIEWS.find((v) => v.view === params.get('view'))?.view ?? 'list'
  const asked = useQuery({ queryKey: ['duties', 'all', own ? '' : unit], queryFn: () => (own ? calls.mine() : calls.between({ unit })), placeholderData: keepPreviousData })
  const other = useQuery({ queryKey: ['unit', unit], queryFn: () => units.one(unit), enabled: !own })
  const unitRef = { code: unit, name: own ? me.unit.name : (other.data?.name ?? unit) }
  const to = (change: Record<string, string | null>): string => {
    const next = new URLSearchParams(params)
    for (const [key, value] of Object.entries(change)) {
      if (value) next.set(key, value)
      else next.delete(key)
    }
    const text = next.toString()
    return text === '' ? '/duties' : `?${text}`
  }
  const set = (change: Record<string, string | null>): void => { setParams(new URLSearchParams(to(change).split('?')[1] ?? '')) }
  return (
    <div className={view === 'list' ? 'page' : 'page landscape'}>
      <Answer of={asked}>{(data) => {
        const programmes = new Map(allOf(data).map(({ duty }) => [duty.programme, duty.programme_title]))
        return (
          <>
            <PageHead
              title={own ? t('duties.title') : t('duties.title.of', { unit: unitRef.name })}
              answer={<Summary data={data} programme={programme} unit={unitRef.name} />}
              actions={<>
                <nav className="switch" aria-label={t('duties.view')}>{VIEWS.map((v) => <Link key={v.view} to={to({ view: v.view === 'list' ? null : v.view })} aria-current={v.view === view ? 'page' : undefined}>{t(v.key)}</Link>)}</nav>
                <button type="button" className="btn" onClick={() => { setSubscribing(true) }}>{t('feed.open')}</button>
              </>}
            />
            <div className="toolbar">
              {programmes.size > 1 && (
                <select className="select w-auto" aria-label={t('duties.filter.programme')} value={programme} onChange={(e) => { set({ programme: e.target.value }) }}>
                  <option value="">{t('duties.filter.all')}</option>
                  {[...programmes].map(([id, title]) => <option key={id} value={id}>{title}</option>)}
                </select>
              )}
              <div className="unit-filter">
                <label className="sr" htmlFor="duties-unit">{t('unit')}</label>
                <UnitPicker id="duties-unit" value={unitRef} onPick={(u) => { set({ unit: u && u.code !== me.unit.code ? u.code : null }) }} />
              </div>
              <NoticesLink unit={own ? null : unit} />
            </div>
            {view === 'list'
              ? <Groups mine={(name) => data[name].filter((d) => programme === '' || d.programme === programme)} own={unit} />
              : <CalendarView view={view} unit={unitRef} programme={programme} today={data.today} day={params.get('day') ?? data.today} to={to} />}
          </>
        )
      }}</Answer>
      {subscribing && <Subscribe unit={unitRef} onClose={() => { setSubscribing(false) }} />}
    </div>
  )
}

function Summary({ data, programme, unit }: { data: DutyList; programme: string; unit: string }) {
  const count = (items: DutyItem[]): number => items.filter((d) => programme === '' || d.programme === programme).length
  const counts = { overdue: count(data.overdue), today: count(data.today_due), week: count(data.this_week) }
  const clear = counts.overdue + counts.today + counts.week === 0
  return <><b className={counts.overdue > 0 ? 'red' : ''}>{clear ? t('duties.summary.clear') : t('duties.summary', counts)}</b><div className="muted small">{unit} · {t('duties.today', { date: dateText(data.today) })}</div></>
}

/** Reminders and what is overdue below, one line; nothing where there is nothing. */
function NoticesLink({ unit }: { unit: string | null }) {
  const asked = useQuery({ queryKey: ['notices', unit], queryFn: () => calls.notices({ unit }) })
  const n = asked.data?.length ?? 0
  return n === 0 ? null : <Link to={`/notices${unit ? `?unit=${unit}` : ''}`}>{t('notices.count', { n })}</Link>
}
