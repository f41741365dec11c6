import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { programmes, records, units } from '../api/calls'
import type { FormSchema, RecordPage } from '../api/types'
import { ColumnDialog } from '../components/ColumnDialog'
import { Answer, Empty, Loading, PageHead } from '../components/Page'
import { RecordCards } from '../components/RecordCards'
import { Siblings } from '../components/Siblings'
import { UnitPicker } from '../components/UnitPicker'
import { t } from '../i18n'
import { useColumns } from '../lib/columns'
import { periodText } from '../lib/format'
import { useIsPhone } from '../lib/phone'
import { registerOf, useProgramme } from '../lib/programme'
import '../styles/register.css'

const RecordTable = lazy(async () => ({ default: (await import('../components/RecordTable')).RecordTable }))
const ImportDialog = lazy(async () => ({ default: (await import('../components/ImportDialog')).ImportDialog }))
const SIZE = 50
const SEARCH_MS = 300
/** Conditions with a control of their own; others come by a link and are shown as a note that can be cleared. */
const OWN = new Set(['q', 'unit', 'state', 'list', 'sort', 'page'])

/** Where is the record I mean? A register, or one of the saved lists over it. */
export function RegisterPage() {
  const programme = useProgramme()
  const { r, list } = useParams()
  const saved = list ? programme.model.lists?.[list] : undefined
  const name = r ?? saved?.register ?? ''
  const register = registerOf(programme, name)
  if (!register) return <Empty>{t('notfound')}</Empty>
  return <Register key={list ?? name} register={register} list={list} title={saved?.title ?? register.title} />
}

function Register({ register, list, title }: { register: FormSchema; list: string | undefined; title: string }) {
  const programme = useProgramme()
  const phone = useIsPhone()
  const [params, setParams] = useSearchParams()
  const [importing, setImporting] = useState(false)
  const [choosing, setChoosing] = useState(false)
  // A new box after clearing: what was typed into the old one is gone, too.
  const [cleared, setCleared] = useState(0)
  const { choice, set: setChoice, reset } = useColumns(`${programme.id}.${register.name}`)
  const base = `/programmes/${programme.id}`
  const page = Number(params.get('page') ?? '1')
  const conditions = Object.fromEntries([...params].filter(([k]) => k !== 'page'))
  const filters = { ...conditions, list: list ?? params.get('list') }
  const asked = useQuery({
    queryKey: ['records', programme.id, register.name, filters, page],
    queryFn: () => records.list(programme.id, register.name, { sort: register.day_field ? `-${register.day_field}` : undefined, ...filters, page, size: SIZE }),
    placeholderData: keepPreviousData,
  })
  const lists = useQuery({ queryKey: ['lists', programme.id], queryFn: () => programmes.lists(programme.id) })
  const set = (key: string, value: string | null): void => {
    setParams((old) => {
      const next = new URLSearchParams(old)
      if (value) next.set(key, value)
      else next.delete(key)
      if (key !== 'page') next.delete('page')
      return next
    }, { replace: key === 'q' })
  }
  const extra = [...params].filter(([k]) => !OWN.has(k))
  const narrowed = [...params].some(([k]) => k !== 'page' && k !== 'sort')
  const siblings = list
    ? (lists.data ?? []).map((l) => ({ to: `${base}/lists/${l.name}`, title: l.title, count: l.count }))
    : programme.registers.map((x) => ({ to: `${base}/registers/${x.name}`, title: x.title }))
  const filtered = ['state', 'unit', 'list'].some((k) => params.has(k))
  const controls = (
    <>
      {register.states.length > 0 && (
        <select className="select w-auto" aria-label={t('register.filter.state')} value={params.get('state') ?? ''} onChange={(e) => { set('state', e.target.value) }}>
          <option value="">{t('register.filter.state')}：{t('all')}</option>
          {register.states.map((s) => <option key={s.name} value={s.name}>{s.title}</option>)}
        </select>
      )}
      <UnitFilter code={params.get('unit')} onPick={(code) => { set('unit', code) }} />
      {!list && (lists.data ?? []).length > 0 && (
        <select className="select w-auto" aria-label={t('register.views')} value={params.get('list') ?? ''} onChange={(e) => { set('list', e.target.value) }}>
          <option value="">{t('register.view.all')}</option>
          {(lists.data ?? []).filter((l) => (programme.model.lists?.[l.name]?.register ?? register.name) === register.name).map((l) => <option key={l.name} value={l.name}>{l.title}（{l.count}）</option>)}
        </select>
      )}
    </>
  )
  return (
    <>
      <Siblings items={siblings} current={list ? `${base}/lists/${list}` : `${base}/registers/${register.name}`} label={list ? t('nav.lists') : t('nav.records')} />
      <PageHead
        title={title}
        answer={asked.data && <span className="num">{t('register.count', { n: asked.data.total })}</span>}
        actions={<>
          {register.may_write && !list && <Link className="btn btn-main" to={`${base}/registers/${register.name}/new`}>{t('register.new')}</Link>}
          {register.may_write && !list && <button type="button" className="btn" onClick={() => { setImporting(true) }}>{t('register.import')}</button>}
          <a className="btn" href={records.exportUrl(programme.id, register.name, filters)} download>{t('register.export')}</a>
        </>}
      />
      <div className="toolbar">
        <SearchBox key={cleared} value={params.get('q') ?? ''} onChange={(q) => { set('q', q) }} />
        {phone ? <details className="filters" open={filtered}><summary>{t('register.filters')}</summary><div className="row">{controls}</div></details> : controls}
        {!phone && <button type="button" className="btn" onClick={() => { setChoosing(true) }}>{t('register.columns')}</button>}
      </div>
      {extra.length > 0 && (
        <p className="note note-accent row">
          <span>{t('register.filter.extra')}：{extra.map(([, v]) => periodText(v)).join(' · ')}</span>
          <button type="button" className="link" onClick={() => { setParams((old) => new URLSearchParams([...old].filter(([k]) => OWN.has(k)))) }}>{t('do.clear')}</button>
        </p>
      )}
      <Answer of={asked}>{(data) => (data.items.length === 0
        ? (
          <div className="panel">
            {narrowed
              ? <Empty action={<button type="button" className="btn" onClick={() => { setParams({}); setCleared(cleared + 1) }}>{t('register.filters.clear')}</button>}>{t('register.empty.filtered')}</Empty>
              : <Empty action={register.may_write && !list ? <Link className="btn btn-main" to={`${base}/registers/${register.name}/new`}>{t('register.new')}</Link> : undefined}>{t('register.empty')}</Empty>}
          </div>
        )
        : (
          <>
            {phone
              ? <RecordCards page={data} register={register} />
              : (
                <Suspense fallback={<Loading />}>
                  <div className="panel record-table landscape"><RecordTable page={data} register={register} sort={params.get('sort') ?? ''} onSort={(s) => { set('sort', s) }} choice={choice} onChoice={setChoice} busy={asked.isPlaceholderData} /></div>
                </Suspense>
              )}
            <Pager page={data} onPage={(n) => { set('page', String(n)) }} />
          </>
        ))}</Answer>
      {choosing && asked.data && <ColumnDialog columns={columnsFor(asked.data, register)} choice={choice} onChange={setChoice} onReset={reset} onClose={() => { setChoosing(false) }} />}
      {importing && <Suspense fallback={null}><ImportDialog programme={programme.id} register={register} onClose={() => { setImporting(false) }} /></Suspense>}
    </>
  )
}

function columnsFor(page: RecordPage, register: FormSchema): { name: string; title: string }[] {
  return register.states.length > 0 && !page.columns.some((c) => c.name === 'state') ? [...page.columns, { name: 'state', title: t('state') }] : page.columns
}

function SearchBox({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const [text, setText] = useState(value)
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => { onChange(text) }, SEARCH_MS)
    return () => { clearTimeout(timer) }
    // The callback is new with each render; only what was typed counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text, value])
  return <input type="search" className="input search" placeholder={t('register.search')} aria-label={t('do.search')} value={text} onChange={(e) => { setText(e.target.value) }} />
}

function UnitFilter({ code, onPick }: { code: string | null; onPick: (code: string | null) => void }) {
  const asked = useQuery({ queryKey: ['unit', code], queryFn: () => units.one(code ?? ''), enabled: code !== null })
  return (
    <div className="unit-filter">
      <label className="sr" htmlFor="unit-filter">{t('register.filter.unit')}</label>
      <UnitPicker id="unit-filter" value={code ? { code, name: asked.data?.name ?? code } : null} placeholder={t('register.filter.unit')} clearable onPick={(u) => { onPick(u?.code ?? null) }} />
    </div>
  )
}

function Pager({ page, onPage }: { page: RecordPage; onPage: (page: number) => void }) {
  const pages = Math.max(1, Math.ceil(page.total / page.size))
  if (pages === 1) return null
  return (
    <nav className="pager row no-print" aria-label={t('page.of', { page: page.page, pages })}>
      <button type="button" className="btn" disabled={page.page <= 1} onClick={() => { onPage(page.page - 1) }}>{t('do.previous')}</button>
      <span className="num">{t('page.of', { page: page.page, pages })}</span>
      <button type="button" className="btn" disabled={page.page >= pages} onClick={() => { onPage(page.page + 1) }}>{t('do.next')}</button>
    </nav>
  )
}
