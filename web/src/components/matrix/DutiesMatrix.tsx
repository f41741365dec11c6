import { useQueries, useQuery } from '@tanstack/react-query'
import { duties, units } from '../../api/calls'
import type { DutyItem, UnitRef } from '../../api/types'
import { t } from '../../i18n'
import { query } from '../../lib/format'
import { allOf } from '../calendar/items'
import { dutyPage, whereTo } from '../duties/where'
import { Answer, Empty, Loading } from '../Page'
import { MatrixGrid, type GridCell, type Line } from './Grid'
import { standing, worst } from './looks'

/** Units asked for at once at most; the units below are chosen with the picker. */
const UNITS_MAX = 48
const DONE = new Set(['met', 'late_met', 'zero'])

/** Tasks × units: each unit's duties of the programme, the tasks down the side. */
export function DutiesMatrix({ programme, unit }: { programme: string; unit: UnitRef }) {
  const below = useQuery({ queryKey: ['units', 'list', unit.code, ''], queryFn: () => units.list({ parent: unit.code }) })
  return <Answer of={below}>{({ items }) => <OfUnits programme={programme} units={[unit, ...items.slice(0, UNITS_MAX)]} all={items.length + 1} />}</Answer>
}

function taskKey(d: DutyItem): string {
  return [d.kind, d.name, d.record ?? ''].join('/')
}

function OfUnits({ programme, units: shown, all }: { programme: string; units: UnitRef[]; all: number }) {
  const asked = useQueries({
    queries: shown.map((u) => ({ queryKey: ['duties', 'of', programme, u.code], queryFn: () => duties.between({ unit: u.code, programme }), staleTime: 30_000 })),
  })
  if (asked.some((a) => a.isPending)) return <Loading />
  const tasks = new Map<string, Line>()
  const cells = new Map<string, DutyItem[]>()
  const owing = new Set<string>()
  asked.forEach((answer, i) => {
    const unit = shown[i]
    if (!unit || !answer.data) return
    for (const { duty } of allOf(answer.data)) {
      const task = taskKey(duty)
      owing.add(unit.code)
      if (!tasks.has(task)) tasks.set(task, { key: task, title: duty.record_title ? `${duty.title}：${duty.record_title}` : duty.title })
      const key = `${task}|${unit.code}`
      cells.set(key, [...(cells.get(key) ?? []), duty])
    }
  })
  const rows = [...tasks.values()].sort((a, b) => a.title.localeCompare(b.title, 'zh-CN'))
  // A unit that owes nothing here is no column.
  const columns: Line[] = shown.filter((u) => owing.has(u.code)).map((u) => ({ key: u.code, title: u.name, to: `/duties${query({ unit: u.code, programme })}` }))
  if (rows.length === 0) return <div className="panel"><Empty>{t('matrix.duties.empty')}</Empty></div>
  return (
    <>
      {all > shown.length && <p className="note note-amber">{t('matrix.units.some', { n: shown.length, all })}</p>}
      <MatrixGrid legend={t('matrix.legend')} label={t('matrix.duties')} corner={t('matrix.task')} rows={rows} columns={columns} cell={(task, unit) => cellOf(cells.get(`${task}|${unit}`))} />
    </>
  )
}

/** One period: its state. Several: how many of them are done, in the look of the worst. */
function cellOf(items: DutyItem[] | undefined): GridCell | null {
  if (!items || items.length === 0) return null
  const stood = items.map((duty) => ({ duty, ...standing(duty.state, duty.days_late, duty.due) }))
  const first = worst(stood)
  if (!first) return null
  const to = dutyPage(first.duty) ?? whereTo(first.duty).to
  if (items.length === 1) return { text: first.text, look: first.look, words: first.words, to }
  const done = items.filter((d) => DONE.has(d.state)).length
  return { text: `${String(done)}/${String(items.length)}`, look: first.look, words: `${t('matrix.done.of', { done, all: items.length })} · ${first.duty.period_title ?? ''} ${first.words}`, to }
}
