import { useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { duties } from '../api/calls'
import type { Notice } from '../api/types'
import { dutyPage, whereTo } from '../components/duties/where'
import { Answer, Empty, PageHead } from '../components/Page'
import { t } from '../i18n'
import { daysBetween } from '../lib/days'
import { dateText } from '../lib/format'
import { useMe } from '../lib/session'
import '../styles/duties.css'

/** Of what am I reminded, and what below me is overdue? */
export function Notices() {
  const me = useMe()
  const [params] = useSearchParams()
  const unit = params.get('unit')
  const asked = useQuery({ queryKey: ['notices', unit], queryFn: () => duties.notices({ unit }) })
  const own = unit ?? me.unit.code
  return (
    <div className="page">
      <Answer of={asked}>{(items) => {
        const mine = items.filter((n) => n.duty.unit.code === own)
        const below = items.filter((n) => n.duty.unit.code !== own)
        return (
          <>
            <PageHead title={t('notices.title')} crumbs={[{ title: t('duties.title'), to: '/duties' }]} answer={items.length === 0 ? t('notices.none') : t('notices.summary', { mine: mine.length, below: below.length })} />
            {items.length === 0 && <div className="panel"><Empty>{t('notices.empty')}</Empty></div>}
            <div className="stack-lg">
              {mine.length > 0 && <List title={t('notices.mine')} items={mine} today={me.today} own={own} />}
              {below.length > 0 && <List title={t('notices.below')} items={below} today={me.today} own={own} />}
            </div>
          </>
        )
      }}</Answer>
    </div>
  )
}

function List({ title, items, today, own }: { title: string; items: Notice[]; today: string; own: string }) {
  const dueOf = (n: Notice): string => (typeof n.duty.due === 'string' ? n.duty.due : '')
  return (
    <section className="section">
      <h2>{title} <span className="muted num">{items.length}</span></h2>
      <ul className="panel duties">
        {[...items].sort((a, b) => dueOf(a).localeCompare(dueOf(b))).map((n) => <Line key={`${n.duty.programme}/${n.duty.name}/${n.duty.unit.code}/${n.duty.period ?? ''}/${n.duty.record ?? ''}/${String(n.days)}`} notice={n} today={today} own={own} />)}
      </ul>
    </section>
  )
}

function Line({ notice, today, own }: { notice: Notice; today: string; own: string }) {
  const { duty } = notice
  const { to, label } = whereTo(duty)
  const due = typeof duty.due === 'string' ? duty.due : null
  const left = due === null ? null : daysBetween(today, due)
  return (
    <li className="duty">
      <div className="grow">
        <Link className="duty-title" to={dutyPage(duty) ?? to}>{duty.record_title ? `${duty.title}：${duty.record_title}` : duty.title}</Link>{' '}
        {duty.period_title && <span className="muted">{duty.period_title}</span>}
        {notice.say && <p>{notice.say}</p>}
        <div className="duty-more muted">
          {duty.unit.code !== own && <span>{duty.unit.name}</span>}
          <span>{duty.programme_title}</span>
          {due && <span className="num">{t('duties.due', { date: dateText(due) })}</span>}
          {left !== null && <span className={left < 0 ? 'red' : 'amber'}>{left < 0 ? t('duties.late', { n: -left }) : left === 0 ? t('duties.today.group') : t('duty.left', { n: left })}</span>}
          <span>{t('notices.since', { date: dateText(notice.since) })}</span>
        </div>
      </div>
      <div className="duty-do"><Link className={duty.unit.code === own ? 'btn btn-main' : 'btn'} to={duty.unit.code === own ? to : (dutyPage(duty) ?? to)}>{duty.unit.code === own ? label : t('duties.do.open')}</Link></div>
    </li>
  )
}
