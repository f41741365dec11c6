import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { programmes, units } from '../api/calls'
import type { Board } from '../api/types'
import { Matrix } from '../components/board/Matrix'
import { RedList } from '../components/board/RedList'
import { Targets } from '../components/board/Targets'
import { Answer, Loading, PageHead } from '../components/Page'
import { UnitPicker } from '../components/UnitPicker'
import { t } from '../i18n'
import { dateText } from '../lib/format'
import { useProgramme } from '../lib/programme'
import { useMe } from '../lib/session'
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
      <>
        <PageHead
          title={`${board.unit.name} ${t('board.title')}`}
          answer={<>{up.map((a) => <span key={a.code}><Link to={`?unit=${a.code}`}>{a.name}</Link> / </span>)}{dateText(on ?? board.on ?? me.today)} · <b>{redCount(board) === 0 ? t('board.red.none') : `${t('board.red')} ${String(redCount(board))}`}</b></>}
          actions={<>
            <div className="unit-filter">
              <label className="sr" htmlFor="board-unit">{t('unit')}</label>
              <UnitPicker id="board-unit" value={board.unit} onPick={(u) => { set('unit', u?.code ?? null) }} />
            </div>
            <input type="date" className="input w-auto" aria-label={t('date')} max={me.today} value={on ?? ''} onChange={(e) => { set('on', e.target.value || null) }} />
            <button type="button" className="btn" onClick={() => { window.print() }}>{t('do.print')}</button>
          </>}
        />
        <Sections board={board} programme={programme.id} />
      </>
    )}</Answer>
  )
}

function redCount(board: Board): number {
  return board.red_total ?? board.red.length
}

function Sections({ board, programme }: { board: Board; programme: string }) {
  const [chart, setChart] = useState(false)
  return (
    <div className="stack-lg">
      <RedList board={board} />
      {board.targets.length > 0 && <Targets board={board} programme={programme} />}
      {board.returns.length + board.pending.length > 0 && (
        <div className="board-two">
          {board.returns.length > 0 && (
            <section className="section">
              <h2>{t('board.returns')}</h2>
              <ul className="panel rows">
                {board.returns.map((r) => (
                  <li key={r.name + r.period}>
                    <div className="grow"><Link className="row-title" to={`/programmes/${programme}/returns/${r.name}/compiled?unit=${board.unit.code}&period=${r.period}`}>{r.title} {r.period}</Link>
                      {r.missing.length > 0 && <div className="small red">{t('board.missing', { names: r.missing.map((m) => m.name).join('、') })}</div>}
                    </div>
                    <span className={r.filed < r.expected ? 'num red' : 'num'}>{t('board.filed', { filed: r.filed, zero: r.zero, expected: r.expected })}</span>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {board.pending.length > 0 && (
            <section className="section">
              <h2>{t('board.pending')}</h2>
              <ul className="panel rows">
                {board.pending.map((p) => (
                  <li key={p.title}>
                    <div className="grow"><b>{p.title}</b>{p.missing.length > 0 && <div className="small muted">{t('board.missing', { names: p.missing.map((m) => m.name).join('、') })}</div>}</div>
                    <span className="num">{t('board.handed', { filed: p.filed, expected: p.expected })}</span>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      )}
      {board.matrix.rows.length > 0 && board.matrix.columns.length > 0 && <Matrix board={board} />}
      {board.matrix.rows.length > 1 && (
        <details className="section no-print" onToggle={(e) => { if (e.currentTarget.open) setChart(true) }}>
          <summary>{t('board.chart')}</summary>
          {chart && <Suspense fallback={<Loading />}><UnitsChart board={board} /></Suspense>}
        </details>
      )}
    </div>
  )
}
