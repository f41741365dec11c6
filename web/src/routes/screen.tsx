import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { programmes } from '../api/calls'
import type { Board, BoardTarget } from '../api/types'
import { Answer } from '../components/Page'
import { t } from '../i18n'
import { dateText, periodText } from '../lib/format'
import { useMe } from '../lib/session'
import { showValue } from '../lib/value'
import '../styles/screen.css'

const REFRESH_MS = 60_000
/** Behind by more than this the screen says so. */
const STALE_MS = 3 * REFRESH_MS
const TURN_MS = 20_000
const RED_MAX = 4
const TARGETS_ON_A_PAGE = 6
const RETURNS_MAX = 3

/** Where do we stand? For the wall of a meeting room: large, without scrolling, made anew each minute. */
export function Screen() {
  const me = useMe()
  const { p = '' } = useParams()
  const [params] = useSearchParams()
  const unit = params.get('unit') ?? me.unit.code
  const asked = useQuery({ queryKey: ['board', p, unit, 'screen'], queryFn: () => programmes.board(p, { unit }), refetchInterval: REFRESH_MS, refetchIntervalInBackground: true })
  if (asked.data) return <Shown board={asked.data} at={asked.dataUpdatedAt} />
  return <main className="screen"><Answer of={asked}>{() => null}</Answer></main>
}

/** Now, every second. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => { setNow(Date.now()) }, 1000)
    return () => { clearInterval(timer) }
  }, [])
  return now
}

function clock(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(11, 16)
}

function Shown({ board, at }: { board: Board; at: number }) {
  const now = useNow()
  const pages = Math.max(1, Math.ceil(board.targets.length / TARGETS_ON_A_PAGE))
  const page = Math.floor(now / TURN_MS) % pages
  // What is short stands first, on the first page.
  const targets = [...board.targets].sort((a, b) => Number(a.complete !== false) - Number(b.complete !== false))
  const returns = [...board.returns].sort((a, b) => Number(b.state === 'overdue') - Number(a.state === 'overdue')).slice(0, RETURNS_MAX)
  return (
    <main className="screen">
      <header>
        <h1>{board.unit.name} · {board.title}</h1>
        <p className="num">{dateText(board.today)} {clock(now)}</p>
      </header>
      <section className="screen-red">
        <h2 className={board.red.length > 0 ? 'red' : ''}>{board.red.length === 0 ? t('board.red.none') : t('screen.red', { n: board.red.length })}</h2>
        <ol>{board.red.slice(0, RED_MAX).map((r) => <li key={`${r.kind}${r.name}${r.period ?? ''}`}><span>{r.say}</span></li>)}</ol>
        {board.red.length > RED_MAX && <p className="muted">{t('board.red.more', { n: board.red.length - RED_MAX })}</p>}
      </section>
      <section className="screen-targets">
        <h2>{t('board.targets')}{pages > 1 && <span className="muted num"> {page + 1} / {pages}</span>}</h2>
        <ul>{targets.slice(page * TARGETS_ON_A_PAGE, (page + 1) * TARGETS_ON_A_PAGE).map((x) => <Tile key={x.name} target={x} />)}</ul>
        {board.targets.length === 0 && <p className="muted">{t('targets.none')}</p>}
      </section>
      <section className="screen-returns">
        <h2>{t('board.returns')}</h2>
        <ul>
          {returns.map((r) => (
            <li key={r.name + r.period}>
              <span>{r.title} {periodText(r.period)}</span>
              <b className={r.state === 'overdue' ? 'num red' : 'num'}>{t('screen.filed', { filed: r.filed, expected: r.expected })}</b>
            </li>
          ))}
        </ul>
      </section>
      <footer>
        <span className={now - at > STALE_MS ? 'red' : 'muted'}>{now - at > STALE_MS ? t('screen.stale', { at: clock(at) }) : t('screen.fresh', { at: clock(at) })}</span>
        <Link to={`/programmes/${board.programme}/board?unit=${board.unit.code}`}>{t('screen.back')}</Link>
      </footer>
    </main>
  )
}

function Tile({ target: x }: { target: BoardTarget }) {
  const actual = showValue(x.actual)
  const quota = showValue(x.quota)
  const look = x.complete === true ? 'met' : x.complete === false ? 'short' : 'undecided'
  return (
    <li className={`tile tile-${look}`}>
      <span className="tile-title">{x.title}</span>
      <span className="tile-figure num"><b>{actual.text}</b> / {quota.text}<small> {x.measured_in}</small></span>
      <span className="tile-state">{look === 'short' && x.aspired ? t('board.short.aspired') : t(`board.${look}`)}{x.units_total > 1 && <span className="num"> · {t('targets.units', { met: x.units_met, all: x.units_total })}</span>}</span>
    </li>
  )
}
