import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { publicPages } from '../api/calls'
import type { PublicProgramme } from '../api/types'
import { Answer, Empty } from '../components/Page'
import { SortHead } from '../components/tables/SortHead'
import { useRows } from '../components/tables/useRows'
import { ValueView } from '../components/ValueView'
import { currentLang, setLang, t } from '../i18n'
import { showValue } from '../lib/value'
import '../styles/public.css'
import { Scroll } from '../components/Scroll'

function Frame({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="public">
      <header className="row row-between no-print">
        <Link to="/public" className="brand"><img src="/icon.svg" alt="" />{t('app.name')}</Link>
        <span className="row">
          <button type="button" className="link" lang={currentLang() === 'zh' ? 'en' : 'zh-CN'} onClick={() => void setLang(currentLang() === 'zh' ? 'en' : 'zh')}>{t('user.lang')}</button>
          <Link to="/login">{t('public.signin')}</Link>
        </span>
      </header>
      <main>
        <h1>{title}</h1>
        <p className="muted">{t('public.note')}</p>
        {children}
      </main>
    </div>
  )
}

/** The programmes that have something for everybody. */
export function PublicList() {
  const asked = useQuery({ queryKey: ['public'], queryFn: () => publicPages.list() })
  return (
    <Frame title={t('public.title')}>
      <Answer of={asked}>{(items) => (items.length === 0
        ? <Empty>{t('public.none')}</Empty>
        : <ul className="panel rows">{items.map((i) => <li key={i.id}><Link className="row-title grow" to={`/public/${i.id}`}>{i.title}</Link></li>)}</ul>)}</Answer>
    </Frame>
  )
}

/** What may I know? Plain words, no login. */
export function PublicPage() {
  const { p = '' } = useParams()
  const asked = useQuery({ queryKey: ['public', p], queryFn: () => publicPages.one(p) })
  return <Answer of={asked}>{(programme) => <Frame title={programme.title}>{programme.summary && <p className="public-summary">{programme.summary}</p>}{programme.pages.map((page) => <Section key={page.title} page={page} />)}</Frame>}</Answer>
}

function Section({ page }: { page: PublicProgramme['pages'][number] }) {
  return (
    <section className="section public-section">
      <h2>{page.title} <span className="muted num">{page.items.length}</span></h2>
      {page.items.length === 0 ? <p className="muted">{t('public.empty')}</p> : <Items page={page} />}
    </section>
  )
}

function Items({ page }: { page: PublicProgramme['pages'][number] }) {
  const rows = useRows(page.items, { valueOf: (item, key) => item[key], words: (item) => page.columns.map((c) => showValue(item[c.name], 'text').text).join(' ') })
  return (
    <>
      {rows.box && <div className="toolbar no-print">{rows.box}</div>}
      <Scroll label={page.title}>
        <table className="grid public-table">
          <thead><tr>{page.columns.map((c) => <SortHead key={c.name} name={c.name} sort={rows.sort} onSort={rows.setSort}>{c.title}</SortHead>)}</tr></thead>
          <tbody>
            {rows.shown.map((item, n) => (
              <tr key={n}>{page.columns.map((c) => <td key={c.name} data-title={c.title}><ValueView value={item[c.name]} as="text" /></td>)}</tr>
            ))}
          </tbody>
        </table>
        {rows.none && <p className="empty">{t('table.none.found')}</p>}
      </Scroll>
    </>
  )
}
