import { useQueries, useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { programmes } from '../api/calls'
import type { Board, BoardTarget, Programme, Value } from '../api/types'
import { MetTag } from '../components/board/Targets'
import { sentencesOf } from '../components/Clause'
import { Answer, Empty, Loading, PageHead } from '../components/Page'
import { Scroll } from '../components/Scroll'
import { SortHead } from '../components/tables/SortHead'
import { useRows } from '../components/tables/useRows'
import { ValueView } from '../components/ValueView'
import { t, tOr } from '../i18n'
import { monthsBetween } from '../lib/days'
import { useExplain } from '../lib/explain'
import { dateText, linesText, periodText } from '../lib/format'
import { useProgramme } from '../lib/programme'
import { useMe } from '../lib/session'
import '../styles/targets.css'

const HistoryChart = lazy(async () => ({ default: (await import('../components/board/HistoryChart')).HistoryChart }))
/** Months shown back from today at most. */
const MONTHS_MAX = 24

/** One target: how it stands, how it came to this month by month, whose share is missing, and the sentence that sets it. */
export function TargetPage() {
  const programme = useProgramme()
  const me = useMe()
  const { name = '' } = useParams()
  const [params] = useSearchParams()
  const unit = params.get('unit') ?? me.unit.code
  const asked = useQuery({ queryKey: ['board', programme.id, unit, null], queryFn: () => programmes.board(programme.id, { unit }) })
  return (
    <Answer of={asked}>{(board) => {
      const target = board.targets.find((x) => x.name === name)
      return target ? <Target programme={programme} board={board} target={target} /> : <Empty action={<Link to={`/programmes/${programme.id}/targets`}>{t('board.targets')}</Link>}>{t('targets.not.held', { unit: board.unit.name })}</Empty>
    }}</Answer>
  )
}

function Target({ programme, board, target }: { programme: Programme; board: Board; target: BoardTarget }) {
  const explain = useExplain()
  const model = programme.model.targets[target.name]
  const sentence = target.clause ? sentencesOf(target.clause, programme.clauses).map((s) => s.sentence).join('') : ''
  const kind = target.units_total > 1 ? 'overview' : 'target'
  return (
    <>
      <PageHead
        title={target.title}
        crumbs={[{ title: t('board.targets'), to: `/programmes/${programme.id}/targets?unit=${board.unit.code}` }]}
        answer={<span className="row"><span>{board.unit.name} · {dateText(board.today)}</span><MetTag target={target} />{target.strength !== 'plain' && <span className="tag">{t(`strength.${target.strength}`)}</span>}</span>}
        actions={<button type="button" className="btn" onClick={() => { explain(programme.id, { kind, name: target.name, unit: board.unit.code }) }}>{t('do.why')}</button>}
      />
      <div className="stack-lg">
        <dl className="panel figures-row">
          <div><dt>{t('board.actual')}</dt><dd className="num"><ValueView value={target.actual} /> {target.measured_in}</dd></div>
          <div><dt>{t('board.plan')}</dt><dd className="num">{tOr(`op.${target.op}`, '')} <ValueView value={target.quota} /> {target.measured_in}</dd></div>
          {target.own && target.units_total === 1 && <div><dt>{t('targets.gap')}</dt><dd className="num"><ValueView value={target.own.gap} /> {target.measured_in}</dd></div>}
          {target.units_total === 1 && target.own?.baseline !== null && target.own?.baseline !== undefined && <div><dt>{t('targets.baseline')}</dt><dd className="num"><ValueView value={target.own.baseline} /></dd></div>}
          {target.units_total > 1 && <div><dt>{t('board.units')}</dt><dd className="num"><span className={target.units_short > 0 ? 'red' : ''}>{target.units_met}</span> / {target.units_total}</dd></div>}
        </dl>
        <section className="section">
          <h2>{t('duty.sentence')} {target.clause && <span className="muted small">{linesText(target.clause)}</span>}</h2>
          {sentence ? <blockquote className="quote" lang="zh-CN">{sentence}</blockquote> : <p className="muted">{t(target.clause ? 'duty.sentence.elsewhere' : 'duty.sentence.none')}</p>}
        </section>
        {model && <History programme={programme} board={board} target={target} subtree={model.subtree || target.units_total > 1} />}
        {board.matrix.rows.length > 1 && <ByUnit board={board} target={target} />}
      </div>
    </>
  )
}

interface HistoryProps { programme: Programme; board: Board; target: BoardTarget; subtree: boolean }

/** The measure from the begin of the window to the end of each month. */
function History({ programme, board, target, subtree }: HistoryProps) {
  const from = programme.window.from
  const months = typeof from === 'string' ? monthsBetween(from, board.today, 600).slice(-MONTHS_MAX) : []
  const asked = useQueries({
    queries: months.map((period) => ({
      queryKey: ['explain', programme.id, 'history', target.measure, board.unit.code, period, subtree],
      queryFn: () => programmes.explain(programme.id, { kind: 'measure' as const, name: target.measure, unit: board.unit.code, period, cumulative: true, subtree: subtree || undefined }),
      staleTime: 60_000,
    })),
  })
  const values: (Value | undefined)[] = asked.map((a) => a.data?.result)
  if (months.length === 0) return null
  if (asked.some((a) => a.isPending)) return <Loading />
  return (
    <section className="section">
      <h2>{t('targets.history')}</h2>
      <p className="muted small">{t('targets.history.note')}</p>
      <Suspense fallback={<Loading />}><HistoryChart title={target.title} months={months} values={values} quota={target.quota} /></Suspense>
      <Scroll className="fit" label={t('targets.history')}>
        <table className="grid lined history-table">
          <thead><tr><th scope="col">{t('month')}</th>{months.map((m) => <th key={m} scope="col" className="r">{periodText(m)}</th>)}</tr></thead>
          <tbody><tr><th scope="row">{t('board.actual')}{target.measured_in && <span className="muted">（{target.measured_in}）</span>}</th>{values.map((v, i) => <td key={months[i]} className="r"><ValueView value={v} as="number" /></td>)}</tr></tbody>
        </table>
      </Scroll>
    </section>
  )
}

/** The units under it in this target, each with its own page. */
function ByUnit({ board, target }: { board: Board; target: BoardTarget }) {
  const at = board.matrix.columns.findIndex((c) => c.name === target.name)
  const mine = board.matrix.rows.filter((r) => r.cells[at] && r.cells[at].state !== 'none')
  const table = useRows(mine, {
    words: (r) => r.unit.name, placeholder: t('units.search'),
    valueOf: (r, key) => (key === 'unit' ? r.unit.name : key === 'plan' ? r.cells[at]?.quota : key === 'state' ? r.cells[at]?.state : key === 'units' ? String(r.cells[at]?.units_met ?? 0) : r.cells[at]?.actual),
  })
  const head = (name: string, title: string, figures = false) => <SortHead name={name} figures={figures} sort={table.sort} onSort={table.setSort}>{title}</SortHead>
  if (at < 0 || mine.length === 0) return null
  return (
    <section className="section">
      <h2>{t('targets.by.unit')} <span className="muted num">{mine.length}</span></h2>
      {table.box && <div className="toolbar no-print">{table.box}</div>}
      <Scroll className="fit" label={t('targets.by.unit')}>
        <table className="grid sticky-first">
          <thead><tr>{head('unit', t('unit'))}{head('actual', t('board.actual'), true)}{head('plan', t('board.plan'), true)}{head('units', t('board.units'), true)}{head('state', t('state'))}</tr></thead>
          <tbody>
            {table.shown.map((r) => {
              const cell = r.cells[at]
              return cell && (
                <tr key={r.unit.code}>
                  <th scope="row" className={table.sort ? '' : `level-${r.unit.level}`}><Link to={`?unit=${r.unit.code}`}>{r.unit.name}</Link></th>
                  <td className="r"><ValueView value={cell.actual} /></td><td className="r"><ValueView value={cell.quota} /></td>
                  <td className="r">{cell.units_met} / {cell.units_total}</td>
                  <td className={cell.state === 'short' ? 'red nowrap' : cell.state === 'undecided' ? 'amber nowrap' : 'nowrap'}>{t(`board.${cell.state}`)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
        {table.none && <p className="empty">{t('table.none.found')}</p>}
      </Scroll>
    </section>
  )
}
