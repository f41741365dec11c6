import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { units } from '../api/calls'
import type { Unit, UnitImport } from '../api/types'
import { Dialog } from '../components/Dialog'
import { DropZone } from '../components/DropZone'
import { Outcome } from '../components/ImportDialog'
import { Answer, Empty, ErrorNote, PageHead } from '../components/Page'
import { t } from '../i18n'
import { useMe } from '../lib/session'
import { Scroll } from '../components/Scroll'
import { SortHead } from '../components/tables/SortHead'
import { useRows } from '../components/tables/useRows'

/** Who belongs to whom? One unit, its path upwards, those directly below; a search over all of one's own. */
export function Units() {
  const me = useMe()
  const { code = me.unit.code } = useParams()
  const [q, setQ] = useState('')
  const [importing, setImporting] = useState(false)
  const one = useQuery({ queryKey: ['unit', code], queryFn: () => units.one(code) })
  const list = useQuery({ queryKey: ['units', 'list', q === '' ? code : '', q], queryFn: () => units.list(q === '' ? { parent: code } : { q }) })
  return (
    <div className="page">
      <Answer of={one}>{(unit) => (
        <PageHead
          title={unit.name}
          crumbs={unit.ancestors.map((a) => ({ title: a.name, to: `/units/${a.code}` }))}
          answer={<span className="row"><span>{unit.level}</span><span className="num muted">{unit.code}</span>{unit.aliases.length > 0 && <span className="muted">{t('units.aliases')} {unit.aliases.join('、')}</span>}</span>}
          actions={<>
            <Link className="btn" to={`/duties?view=month${code === me.unit.code ? '' : `&unit=${code}`}`}>{t('units.calendar')}</Link>
            {me.role === 'manager' && <button type="button" className="btn" onClick={() => { setImporting(true) }}>{t('units.import')}</button>}
          </>}
        />
      )}</Answer>
      <div className="toolbar"><input type="search" className="input search" placeholder={t('units.search')} aria-label={t('units.search')} value={q} onChange={(e) => { setQ(e.target.value) }} /></div>
      <Answer of={list}>{({ items, total }) => (
        <section className="section">
          <h2>{q === '' ? t('units.children.title') : t('units.found', { n: total })} {q === '' && <span className="num muted">{total}</span>}</h2>
          {items.length === 0 ? <div className="panel"><Empty>{q === '' ? t('units.none') : t('empty')}</Empty></div> : <List items={items} onOpen={() => { setQ('') }} />}
        </section>
      )}</Answer>
      {importing && <ImportUnits onClose={() => { setImporting(false) }} />}
    </div>
  )
}

function List({ items, onOpen }: { items: Unit[]; onOpen: () => void }) {
  // The page has a search over all units of its own.
  const rows = useRows(items, {
    box: false, words: (u) => u.name,
    valueOf: (u, key) => (key === 'level' ? u.level : key === 'code' ? u.code : key === 'aliases' ? u.aliases.join('、') : key === 'children' ? String(u.children_count) : u.name),
  })
  const head = (name: string, title: string, className = '') => <SortHead name={name} className={className} figures={name === 'children'} sort={rows.sort} onSort={rows.setSort}>{title}</SortHead>
  return (
    <Scroll label={t('units.children.title')}>
      <table className="grid">
        <thead><tr>{head('name', t('units.name'))}{head('level', t('units.level'))}{head('code', t('units.code'), 'only-wide')}{head('aliases', t('units.aliases'), 'only-wide')}{head('children', t('units.children.title'))}</tr></thead>
        <tbody>
          {rows.shown.map((u) => (
            <tr key={u.code}>
              <td><Link to={`/units/${u.code}`} onClick={onOpen}>{u.name}</Link></td><td>{u.level}</td><td className="num muted only-wide">{u.code}</td><td className="muted only-wide">{u.aliases.join('、')}</td><td className="r">{u.children_count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function ImportUnits({ onClose }: { onClose: () => void }) {
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<UnitImport | null>(null)
  const [error, setError] = useState<unknown>(null)
  const send = async (file: File): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      setResult(await units.import(file))
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog wide title={t('units.import')} onClose={onClose}>
      <div className="stack">
        <p className="muted">{t('units.import.note')}</p>
        {error !== null && <ErrorNote error={error} />}
        {result ? <Outcome say={t('units.import.done', { added: result.added, changed: result.changed, same: result.unchanged, bad: result.rejected.length })} rejected={result.rejected} notes={[]} download={null} /> : busy ? <p className="loading" role="status">{t('working')}</p> : <DropZone label={t('import.drop')} accept=".xlsx,.csv" onFile={(f) => void send(f)} />}
      </div>
    </Dialog>
  )
}
