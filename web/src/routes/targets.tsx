import { useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { programmes } from '../api/calls'
import type { Board, BoardTarget } from '../api/types'
import { MetTag } from '../components/board/Targets'
import { sentencesOf } from '../components/Clause'
import { Answer, Empty, PageHead } from '../components/Page'
import { UnitPicker } from '../components/UnitPicker'
import { ValueView } from '../components/ValueView'
import { useRows } from '../components/tables/useRows'
import { t, tOr } from '../i18n'
import { dateText } from '../lib/format'
import { useProgramme } from '../lib/programme'
import { useMe } from '../lib/session'
import '../styles/targets.css'

/** How far is each target? A card each: plan, actual, who is short, the sentence of the plan. */
export function Targets() {
  const programme = useProgramme()
  const me = useMe()
  const [params, setParams] = useSearchParams()
  const unit = params.get('unit') ?? me.unit.code
  const asked = useQuery({ queryKey: ['board', programme.id, unit, null], queryFn: () => programmes.board(programme.id, { unit }) })
  return (
    <Answer of={asked}>{(board) => {
      const short = board.targets.filter((x) => x.complete === false).length
      return (
        <>
          <PageHead
            title={`${board.unit.name} ${t('board.targets')}`}
            answer={<>{dateText(board.today)} · <b className={short > 0 ? 'red' : ''}>{t('targets.summary', { met: board.targets.filter((x) => x.complete === true).length, short, all: board.targets.length })}</b></>}
            actions={<div className="unit-filter"><label className="sr" htmlFor="targets-unit">{t('unit')}</label><UnitPicker id="targets-unit" value={board.unit} onPick={(u) => { setParams(u ? { unit: u.code } : {}) }} /></div>}
          />
          <Cards board={board} clauses={programme.clauses} />
        </>
      )
    }}</Answer>
  )
}

function Cards({ board, clauses }: { board: Board; clauses: Record<string, string> }) {
  const rows = useRows(board.targets, { valueOf: () => null, words: (x) => x.title, placeholder: t('board.targets.find') })
  if (board.targets.length === 0) return <div className="panel"><Empty>{t('targets.none')}</Empty></div>
  return (
    <>
      {rows.box && <div className="toolbar no-print">{rows.box}</div>}
      {rows.none && <p className="panel empty">{t('table.none.found')}</p>}
      <ul className="target-cards">{rows.shown.map((x) => <Card key={x.name} target={x} board={board} sentence={x.clause ? sentencesOf(x.clause, clauses).map((s) => s.sentence).join('') : ''} />)}</ul>
    </>
  )
}

function Card({ target: x, board, sentence }: { target: BoardTarget; board: Board; sentence: string }) {
  return (
    <li className="panel panel-pad keep">
      <h2><Link to={`/programmes/${board.programme}/targets/${x.name}?unit=${board.unit.code}`}>{x.title}</Link></h2>
      <p className="row"><MetTag target={x} />{x.strength !== 'plain' && <span className="tag">{t(`strength.${x.strength}`)}</span>}</p>
      <p className="target-figures num"><b><ValueView value={x.actual} /></b> <span className="muted">/ {tOr(`op.${x.op}`, '')} <ValueView value={x.quota} /> {x.measured_in}</span></p>
      {x.units_total > 1 && <p className="small"><span className={x.units_short > 0 ? 'red num' : 'num'}>{t('targets.units', { met: x.units_met, all: x.units_total })}</span></p>}
      {sentence && <blockquote className="quote small" lang="zh-CN">{sentence}</blockquote>}
    </li>
  )
}
