import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { programmes, units } from '../api/calls'
import type { Board, Programme, UnitRef } from '../api/types'
import { Joint } from '../components/board/Joint'
import { Matrix } from '../components/board/Matrix'
import { RedList } from '../components/board/RedList'
import { Targets } from '../components/board/Targets'
import { Answer, Loading, PageHead } from '../components/Page'
import { UnitPicker } from '../components/UnitPicker'
import { t, tOr } from '../i18n'
import { dateText, periodText, query } from '../lib/format'
import { useProgramme } from '../lib/programme'
import { useMe } from '../lib/session'
import { showValue } from '../lib/value'
import '../styles/board.css'

const UnitsChart = lazy(async () => ({ default: (await import('../components/board/UnitsChart')).UnitsChart }))

/** What is red, and why? What needs a decision stands first; then targets, returns, pending matters, units × matters. */
export function BoardPage() {
  const programme = useProgramme()
  const me = useMe()
  const [params, setParams] = useSearchParams()
  const unit = params.get('unit') ?? me.unit.code
  const on = params.get('on')
  const asked = useQuery({ queryKey: ['board', programme.id, unit, on], queryFn: () => programmes.board(programme.id, { unit, on }) })
  const above = useQuery({ queryKey: ['unit', unit], queryFn: () => units.one(unit), enabled: unit !== me.unit.code })
  const set = (key: string, value: string | null): void => {
    setParams((old) => {
      const next = new URLSearchParams(old)
      if (value) next.set(key, value)
      else next.delete(key)
      return next
    })
  }
  const up = (above.data?.ancestors ?? []).filter((_, i, all) => i >= Math.max(0, all.findIndex((a) => a.code === me.unit.code)))
  return (
    <Answer of={asked}>{(board) => (
      <div className="landscape">
        <PageHead
          title={`${board.unit.name} ${t('board.title')}`}
          answer={<>{up.map((a) => <span key={a.code}><Link to={query({ unit: a.code, on })}>{a.name}</Link> / </span>)}{dateText(board.today)} · <b>{board.red.length === 0 ? t('board.red.none') : `${t('board.red')} ${String(board.red.length)}`}</b></>}
          actions={<>
            <div className="unit-filter">
              <label className="sr" htmlFor="board-unit">{t('unit')}</label>
              <UnitPicker id="board-unit" value={board.unit} onPick={(u) => { set('unit', u?.code ?? null) }} />
            </div>
            <div className="row">
              <label className="muted small" htmlFor="board-on">{t('board.on')}</label>
              <input id="board-on" className="input w-auto" type="date" max={me.today} value={on ?? me.today} onChange={(e) => { set('on', e.target.value === me.today ? null : e.target.value) }} />
              {on && <button type="button" className="link" onClick={() => { set('on', null) }}>{t('board.now')}</button>}
            </div>
            <Link className="btn only-wide" to={`/screen/${programme.id}${query({ unit: unit === me.unit.code ? null : unit })}`}>{t('screen.open')}</Link>
            <button type="button" className="btn only-wide" onClick={() => { window.print() }}>{t('do.print')}</button>
          </>}
        />
        {on && <p className="note note-accent">{t('board.past', { date: dateText(on) })}</p>}
        <Sections board={board} programme={programme} on={on} />
      </div>
    )}</Answer>
  )
}

const RETURNS_FIRST = 3
const NAMES = 4

/** How a return stands for all its filers together, and by when. */
function Due({ card }: { card: Board['returns'][number] }) {
  const due = typeof card.due === 'string' ? t('duties.due', { date: dateText(card.due) }) : showValue(card.due).text
  if (card.state === 'overdue') return <div className="small red">{due} · {t('duties.late', { n: card.days_late ?? 0 })}</div>
  if (typeof card.due !== 'string' && card.state === 'pending') return <div className="small muted">{t('duties.due.pending')}</div>
  return <div className="small muted">{due} · {tOr(`duty.state.${card.state}`, card.state)}</div>
}

function namesOf(list: UnitRef[]): string {
  const names = list.slice(0, NAMES).map((u) => u.name).join('、')
  return list.length > NAMES ? `${names}${t('board.and', { n: list.length })}` : names
}

function Sections({ board, programme: of, on }: { board: Board; programme: Programme; on: string | null }) {
  const programme = of.id
  const [chart, setChart] = useState(false)
  const [all, setAll] = useState(false)
  return (
    <div className="stack-lg">
      <RedList board={board} />
      {board.targets.length > 0 && <Targets board={board} />}
      <Joint board={board} clauses={of.clauses} />
      {board.returns.length + board.once.length > 0 && (
        <div className="board-two">
          {board.returns.length > 0 && (
            <section className="section">
              <h2>{t('board.returns')}</h2>
              <ul className="panel rows">
                {board.returns.slice(0, all ? undefined : RETURNS_FIRST).map((r) => (
                  <li key={r.name + r.period}>
                    <div className="grow"><Link className="row-title" to={`/programmes/${programme}/returns/${r.name}/compiled?unit=${board.unit.code}&period=${r.period}`}>{r.title} {periodText(r.period)}</Link>
                      <Due card={r} />
                      {r.missing.length > 0 && <div className={r.state === 'overdue' ? 'small red' : 'small muted'}>{t('board.missing', { names: namesOf(r.missing) })}</div>}
                    </div>
                    <span className={r.state === 'overdue' ? 'num red nowrap' : 'num nowrap'}>{t('board.filed', { filed: r.filed, zero: r.zero, late: r.late, expected: r.expected })}</span>
                  </li>
                ))}
              </ul>
              {!all && board.returns.length > RETURNS_FIRST && <button type="button" className="link no-print" onClick={() => { setAll(true) }}>{t('do.more')}（{board.returns.length - RETURNS_FIRST}）</button>}
            </section>
          )}
          {board.once.length > 0 && (
            <section className="section">
              <h2>{t('board.once')}</h2>
              <ul className="panel rows">
                {board.once.map((o) => (
                  <li key={o.name}>
                    <div className="grow"><b>{o.title}</b> {o.pending && <span className="tag">{t('duties.due.pending')}</span>}{o.open.length > 0 && <div className="small muted">{t('board.open', { names: namesOf(o.open) })}</div>}</div>
                    <span className="num nowrap">{t('board.handed', { filed: o.done, expected: o.expected })}</span>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      )}
      {board.matrix.rows.length > 0 && board.matrix.columns.length > 0 && <Matrix board={board} on={on} bundles={of.model.bundles} />}
      {board.matrix.rows.length > 1 && (
        <details className="section no-print" onToggle={(e) => { if (e.currentTarget.open) setChart(true) }}>
          <summary>{t('board.chart')}</summary>
          {chart && <Suspense fallback={<Loading />}><UnitsChart board={board} /></Suspense>}
        </details>
      )}
    </div>
  )
}
