import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Programme } from '../../api/types'
import { t, tOr, type Key } from '../../i18n'
import { dateText, groupDigits, isNumber } from '../../lib/format'
import { Clause } from '../Clause'
import { Scroll } from '../Scroll'
import { SortHead } from '../tables/SortHead'
import { useRows } from '../tables/useRows'
import { ValueView } from '../ValueView'

interface Column { key: Key; className?: string }
interface Row { key: string; cells: ReactNode[] }

/** What a cell is sorted and found by: its words, where it is nothing but words. */
function wordsOf(cell: ReactNode): string | null {
  return typeof cell === 'string' || typeof cell === 'number' ? String(cell) : null
}

function Grid({ title, columns, rows }: { title: string; columns: Column[]; rows: Row[] }) {
  const table = useRows(rows, { valueOf: (row, key) => wordsOf(row.cells[Number(key)]), words: (row) => [row.key, ...row.cells.map((c) => wordsOf(c) ?? '')].join(' ') })
  if (rows.length === 0) return null
  const sorts = (i: number): boolean => rows.some((r) => wordsOf(r.cells[i]) !== null)
  return (
    <section className="section">
      <h2>{title} <span className="muted num">{rows.length}</span></h2>
      {table.box && <div className="toolbar no-print">{table.box}</div>}
      <Scroll label={title}>
        <table className="grid">
          <thead><tr>{columns.map((c, i) => (sorts(i)
            ? <SortHead key={c.key} name={String(i)} figures={c.className === 'r'} className={c.className} sort={table.sort} onSort={table.setSort}>{t(c.key)}</SortHead>
            : <th key={c.key} scope="col" className={c.className}>{t(c.key)}</th>))}</tr></thead>
          <tbody>{table.shown.map((r) => <tr key={r.key}>{r.cells.map((cell, i) => <td key={columns[i]?.key ?? i} className={columns[i]?.className}>{cell}</td>)}</tr>)}</tbody>
        </table>
        {table.none && <p className="empty">{t('table.none.found')}</p>}
      </Scroll>
    </section>
  )
}

/** A name that is written in the formula language alone: `ask.first_month`. */
const ASK = /^ask\.(\w+)$/

/** A formula in words: a question by its title and answer, else that it is computed; the formula itself on hover. */
function Formula({ text, asks }: { text: string; asks: Programme['asks'] }) {
  const ask = asks.find((a) => a.name === ASK.exec(text)?.[1])
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return dateText(text)
  if (!ask) return <span title={text}>{t('programme.computed')}<span className="sr">{text}</span></span>
  if (typeof ask.answer === 'string') return <span title={ask.title}>{/^\d{4}-\d{2}-\d{2}$/.test(ask.answer) ? dateText(ask.answer) : ask.answer}</span>
  return <ValueView value={{ unknown: 'pending', why: ask.title }} />
}

function dueWords(due: unknown, asks: Programme['asks']): ReactNode {
  if (due === 'end_of_period') return t('due.end_of_period')
  if (due === 'pending') return t('due.pending')
  if (typeof due === 'object' && due !== null) {
    const d = due as { day_after?: number; on?: string }
    if (d.day_after !== undefined) return t('due.day_after', { n: d.day_after })
    if (d.on !== undefined) return <Formula text={String(d.on)} asks={asks} />
  }
  return ''
}
/** A number with or without its unit, as people write it: 2, 30%, 1项. */
const QUANTITY = /^[+-]?\d+(\.\d+)?\s*[%‰\u4e00-\u9fff]*$/

const every = (e: string | { days: number } | undefined | null): string =>
  e && typeof e === 'object' ? t('every.days', { n: e.days }) : tOr(`every.${e ?? 'once'}`, e ?? '')

/** Duties, targets, returns, registers and groups of a programme, each with its clause. */
export function ProgrammeElements({ programme }: { programme: Programme }) {
  const { model, clauses } = programme
  const base = `/programmes/${programme.id}`
  const clause = (c: string | null | undefined): ReactNode => <Clause clause={c} clauses={clauses} />
  const source: Column = { key: 'programme.source', className: 'nowrap' }
  return (
    <div className="stack-lg">
      <Grid
        title={t('programme.targets')}
        columns={[{ key: 'programme.name' }, { key: 'programme.who' }, { key: 'programme.value', className: 'nowrap' }, source]}
        rows={Object.entries(model.targets ?? {}).map(([key, x]) => ({
          key,
          cells: [x.title, x.who, x.value ? <>{tOr(`op.${x.op}`, x.op)} {QUANTITY.test(String(x.value)) ? String(x.value).replace(/^\d+(\.\d+)?/, groupDigits) : <Formula text={String(x.value)} asks={programme.asks} />} {isNumber(String(x.value)) ? model.measures?.[x.measure]?.measured_in : ''}</> : <ValueView value={{ unknown: 'pending' }} />, clause(x.clause)],
        }))}
      />
      <Grid
        title={t('board.bundles')}
        columns={[{ key: 'programme.name' }, { key: 'programme.bundles.targets' }, source]}
        rows={Object.entries(model.bundles ?? {}).map(([key, x]) => ({ key, cells: [x.title, x.targets.map((name) => model.targets[name]?.title ?? name).join('、'), clause(x.clause)] }))}
      />
      <Grid
        title={t('board.agreements')}
        columns={[{ key: 'programme.name' }, { key: 'programme.agreements.both' }, source]}
        rows={Object.entries(model.agreements ?? {}).map(([key, x]) => ({ key, cells: [x.title, <code key={key}>{String(x.left)} = {String(x.right)}</code>, clause(x.clause)] }))}
      />
      <Grid
        title={t('programme.duties')}
        columns={[{ key: 'programme.name' }, { key: 'programme.who' }, { key: 'programme.every', className: 'nowrap' }, { key: 'programme.due', className: 'nowrap' }, source]}
        rows={Object.entries(model.duties ?? {}).map(([key, x]) => ({ key, cells: [x.title, x.who, every(x.every), dueWords(x.due, programme.asks), clause(x.clause)] }))}
      />
      <Grid
        title={t('programme.returns')}
        columns={[{ key: 'programme.name' }, { key: 'programme.who' }, { key: 'programme.every', className: 'nowrap' }, { key: 'programme.due', className: 'nowrap' }, source]}
        rows={Object.entries(model.returns ?? {}).map(([key, x]) => ({ key, cells: [<Link key={key} to={`${base}/returns/${key}`}>{x.title}</Link>, `${x.who} → ${x.to}`, every(x.every), dueWords(x.due, programme.asks), clause(x.clause)] }))}
      />
      <Grid
        title={t('programme.registers')}
        columns={[{ key: 'programme.name' }, source]}
        rows={programme.registers.map((r) => ({ key: r.name, cells: [<Link key={r.name} to={`${base}/registers/${r.name}`}>{r.title}</Link>, clause(model.registers?.[r.name]?.clause)] }))}
      />
      <Grid
        title={t('programme.measures')}
        columns={[{ key: 'programme.name' }, { key: 'unit' }, source]}
        rows={Object.entries(model.measures ?? {}).map(([key, x]) => ({ key, cells: [x.title, x.measured_in ?? '', clause(x.clause)] }))}
      />
      <Grid
        title={t('programme.groups')}
        columns={[{ key: 'programme.name' }, { key: 'fanout.count', className: 'r' }, { key: 'fanout.stated', className: 'r' }]}
        rows={programme.groups.map((g) => ({ key: g.name, cells: [g.name, g.count, g.stated !== null && g.stated !== undefined ? <span className={g.stated === g.count ? '' : 'amber'}>{g.stated}</span> : <ValueView value={null} blank />] }))}
      />
      <Grid
        title={t('programme.bodies')}
        columns={[{ key: 'programme.name' }, { key: 'programme.posts' }, source]}
        rows={(model.bodies ?? []).map((b) => ({ key: b.title, cells: [b.title, (b.posts ?? []).map((p) => [p.title, p.holder].filter(Boolean).join(' ')).join('；'), clause(b.clause)] }))}
      />
    </div>
  )
}
