import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { duties } from '../api/calls'
import type { DutyPage as Duty, Value } from '../api/types'
import { ZeroReport } from '../components/duties/ZeroReport'
import { dutyPage, whereTo } from '../components/duties/where'
import { Answer, PageHead } from '../components/Page'
import { ValueView } from '../components/ValueView'
import { t, tOr } from '../i18n'
import { dateText, instantText, linesText } from '../lib/format'
import { useProgramme } from '../lib/programme'
import { isUnknown } from '../lib/value'
import '../styles/duties.css'

/** What exactly, why, and how do I finish it? The sentence, the closing conditions, what counts already, the clock. */
export function DutyPage() {
  const programme = useProgramme()
  const { d = '' } = useParams()
  const [params] = useSearchParams()
  const q = { unit: params.get('unit'), period: params.get('period'), record: params.get('record') }
  const asked = useQuery({ queryKey: ['duty', programme.id, d, q], queryFn: () => duties.one(programme.id, d, q) })
  return <Answer of={asked}>{(duty) => <Shown duty={duty} />}</Answer>
}

function Shown({ duty }: { duty: Duty }) {
  const { item } = duty
  const [zero, setZero] = useState(false)
  const { to, label } = whereTo(item)
  const done = item.done_at !== null || item.state === 'met' || item.state === 'late_met' || item.state === 'zero'
  const left = duty.days_left
  return (
    <>
      <PageHead
        title={`${item.title}${item.period_title ? ` ${item.period_title}` : ''}`}
        crumbs={[{ title: t('duties.title'), to: '/duties' }]}
        answer={<span className="row">
          <span>{duty.say}</span>
          {!done && left !== null && <b className={left < 0 ? 'red' : left <= 7 ? 'amber' : ''}>{left < 0 ? t('duties.late', { n: -left }) : left === 0 ? t('duties.today.group') : t('duty.left', { n: left })}</b>}
        </span>}
        actions={<>
          {item.zero_report && !done && <button type="button" className="btn" onClick={() => { setZero(true) }}>{t('duties.zero')}</button>}
          {to !== dutyPage(item) && <Link className={done ? 'btn' : 'btn btn-main'} to={to}>{label}</Link>}
        </>}
      />
      <div className="stack-lg">
        <section className="section">
          <h2>{t('duty.sentence')} {duty.clause && <span className="muted small">{linesText(duty.clause.lines)}</span>}</h2>
          {duty.clause?.sentence ? <blockquote className="quote" lang="zh-CN">{duty.clause.sentence}</blockquote> : <p className="muted">{duty.clause ? t('duty.sentence.elsewhere') : t('duty.sentence.none')}</p>}
        </section>
        <section className="section">
          <h2>{t('duty.conditions')}</h2>
          {duty.conditions.length === 0
            ? <p className="muted">{t('duty.conditions.none')}</p>
            : <ul className="panel checklist">{duty.conditions.map((c) => <li key={c.text} className={c.met === true ? 'holds' : ''}><Tick met={c.met} /><span className="grow">{c.say || c.text}</span></li>)}</ul>}
        </section>
        <section className="section">
          <h2>{t('duty.records')} <span className="muted num">{duty.records_total}</span></h2>
          {duty.records.length === 0
            ? <p className="muted">{t('duty.records.none')}</p>
            : <ul className="panel rows">{duty.records.map((r) => <li key={r.id}><Link to={`/records/${r.id}`}><span className="num muted">{r.day}</span> {r.title}</Link></li>)}</ul>}
          {duty.records_total > duty.records.length && <p className="muted">{t('explain.more', { n: duty.records_total - duty.records.length })}</p>}
        </section>
        <section className="section">
          <h2>{t('duty.clock')}</h2>
          <ol className="clock">{duty.clock.map((s) => <li key={s.stage} className={`clock-${s.state}`} aria-current={s.state === 'now' ? 'step' : undefined}><b>{tOr(`duty.stage.${s.stage}`, s.title)}</b> <span className="num">{when(s.at)}</span></li>)}</ol>
        </section>
      </div>
      {zero && <ZeroReport duty={item} onClose={() => { setZero(false) }} />}
    </>
  )
}

/** Holds, does not hold yet, or cannot be told: three different things. */
function Tick({ met }: { met: Value }) {
  if (met === true) return <span className="tick-mark green"><span aria-hidden="true">✓</span><span className="sr">{t('duty.met')}</span></span>
  if (met === false) return <span className="tick-mark"><span aria-hidden="true">○</span><span className="sr">{t('duty.unmet')}</span></span>
  return <span className="tick-mark amber">{isUnknown(met) ? <ValueView value={met} /> : <><span aria-hidden="true">?</span><span className="sr">{t('board.undecided')}</span></>}</span>
}

function when(at: Value) {
  if (typeof at === 'string') return /^\d{4}-\d{2}-\d{2}$/.test(at) ? dateText(at) : instantText(at)
  return <ValueView value={at} />
}
