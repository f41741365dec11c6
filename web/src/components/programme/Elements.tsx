import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Programme } from '../../api/types'
import { t, tOr, type Key } from '../../i18n'
import { isNumber } from '../../lib/format'
import { Clause } from '../Clause'
import { ValueView } from '../ValueView'

interface Column { key: Key; className?: string }

function Grid({ title, columns, rows }: { title: string; columns: Column[]; rows: { key: string; cells: ReactNode[] }[] }) {
  if (rows.length === 0) return null
  return (
    <section className="section">
      <h2>{title} <span className="muted num">{rows.length}</span></h2>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls sideways on narrow screens */}
      <div className="table-wrap" tabIndex={0} role="region" aria-label={title}>
        <table className="grid">
          <thead><tr>{columns.map((c) => <th key={c.key} scope="col" className={c.className}>{t(c.key)}</th>)}</tr></thead>
          <tbody>{rows.map((r) => <tr key={r.key}>{r.cells.map((cell, i) => <td key={columns[i]?.key ?? i} className={columns[i]?.className}>{cell}</td>)}</tr>)}</tbody>
        </table>
      </div>
    </section>
  )
}

function dueWords(due: unknown): string {
  if (due === 'end_of_period') return t('due.end_of_period')
  if (due === 'pending') return t('due.pending')
  if (typeof due === 'object' && due !== null) {
    const d = due as { day_after?: number; on?: string }
    if (d.day_after !== undefined) return t('due.day_after', { n: d.day_after })
    if (d.on !== undefined) return d.on
  }
  return typeof due === 'string' ? due : ''
}
const every = (e: string | undefined | null): string => tOr(`every.${e ?? 'once'}`, e ?? '')

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
          cells: [x.title, x.who, x.value ? <>{tOr(`op.${x.op}`, x.op)} <ValueView value={x.value} /> {isNumber(String(x.value)) ? model.measures?.[x.measure]?.measured_in : ''}</> : <ValueView value={{ unknown: 'pending' }} />, clause(x.clause)],
        }))}
      />
      <Grid
        title={t('programme.duties')}
        columns={[{ key: 'programme.name' }, { key: 'programme.who' }, { key: 'programme.every', className: 'nowrap' }, { key: 'programme.due', className: 'nowrap' }, source]}
        rows={Object.entries(model.duties ?? {}).map(([key, x]) => ({ key, cells: [x.title, x.who, every(x.every), dueWords(x.due), clause(x.clause)] }))}
      />
      <Grid
        title={t('programme.returns')}
        columns={[{ key: 'programme.name' }, { key: 'programme.who' }, { key: 'programme.every', className: 'nowrap' }, { key: 'programme.due', className: 'nowrap' }, source]}
        rows={Object.entries(model.returns ?? {}).map(([key, x]) => ({ key, cells: [<Link key={key} to={`${base}/returns/${key}`}>{x.title}</Link>, `${x.who} → ${x.to}`, every(x.every), dueWords(x.due), clause(x.clause)] }))}
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
