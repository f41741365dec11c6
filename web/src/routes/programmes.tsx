import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { programmes } from '../api/calls'
import { Answer, Empty, PageHead } from '../components/Page'
import { t, tOr } from '../i18n'
import { instantText } from '../lib/format'

/** What runs here? */
export function Programmes() {
  const asked = useQuery({ queryKey: ['programmes'], queryFn: () => programmes.list() })
  return (
    <div className="page">
      <PageHead title={t('programmes.title')} />
      <Answer of={asked}>{(items) => (items.length === 0
        ? <Empty action={<Link to="/plans">{t('nav.plans')}</Link>}>{t('programmes.empty')}</Empty>
        : (
          <ul className="panel rows">
            {items.map((item) => (
              <li key={item.id}>
                <div className="grow">
                  <Link className="row-title" to={`/programmes/${item.id}`}>{item.title}</Link>
                  <div className="muted small row">
                    <span>{tOr(`programmes.state.${item.state}`, item.state)}</span>
                    {item.version ? <span>{t('programmes.version', { n: item.version })}</span> : null}
                    {item.published_at && <span className="num">{t('programmes.published', { at: instantText(item.published_at) })}</span>}
                    {item.open_asks > 0 && <span className="tag tag-amber">{t('programmes.asks', { n: item.open_asks })}</span>}
                  </div>
                </div>
                <div className="row">
                  <Link className="btn" to={`/programmes/${item.id}/registers`}>{t('nav.records')}</Link>
                  <Link className="btn" to={`/programmes/${item.id}/board`}>{t('nav.board')}</Link>
                </div>
              </li>
            ))}
          </ul>
        ))}</Answer>
    </div>
  )
}
