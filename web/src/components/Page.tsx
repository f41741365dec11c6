import { Fragment, type ReactNode } from 'react'
import { Link } from 'react-router'
import { t } from '../i18n'
import { errorText } from '../lib/errors'
import { Problem } from '../api/client'

interface HeadProps {
  title: ReactNode
  /** The answer to the page's question, in one line. */
  answer?: ReactNode
  crumbs?: { title: string; to?: string }[]
  actions?: ReactNode
}

/** What stands first on a page: its question, the answer, the next step. */
export function PageHead({ title, answer, crumbs, actions }: HeadProps) {
  return (
    <div className="page-head">
      <div className="grow">
        {crumbs && (
          <div className="crumbs">
            {crumbs.map((c, i) => (
              <Fragment key={c.title}>{i > 0 && ' / '}{c.to ? <Link to={c.to}>{c.title}</Link> : c.title}</Fragment>
            ))}
          </div>
        )}
        <h1>{title}</h1>
        {answer && <div className="answer">{answer}</div>}
      </div>
      {actions && <div className="actions">{actions}</div>}
    </div>
  )
}

/** What went wrong, what is safe, what to do. */
export function ErrorNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const loose = error instanceof Problem ? error.problems : []
  return (
    <div className="note note-red" role="alert">
      <p>{errorText(error)}</p>
      {loose.length > 0 && <ul>{loose.map((p) => <li key={`${p.field ?? ''}${p.say}`}>{p.say}</li>)}</ul>}
      {retry && <p><button type="button" className="link" onClick={retry}>{t('do.retry')}</button></p>}
    </div>
  )
}

export function Loading() {
  return <div className="loading" role="status">{t('loading')}</div>
}

export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return <div className="empty"><p>{children}</p>{action && <div>{action}</div>}</div>
}

interface Asked<T> { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown }

/** Shows what was asked for, or that it is on its way, or why it did not come. */
export function Answer<T>({ of, children }: { of: Asked<T>; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) {
    return <>{of.error ? <ErrorNote error={of.error} retry={() => { void of.refetch() }} /> : null}{children(of.data)}</>
  }
  if (of.error) return <ErrorNote error={of.error} retry={() => { void of.refetch() }} />
  return <Loading />
}
