import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { get } from '../api/client'
import type { ExplainPart, Explanation } from '../api/types'
import { t } from '../i18n'
import { clauseText } from '../lib/format'
import { useExplain } from '../lib/explain'
import { Dialog } from './Dialog'
import { Answer } from './Page'
import { ValueView } from './ValueView'

const FIRST_RECORDS = 12

/** Result, the rule in words, the values with their links, the records, the clause. */
export function ExplainDrawer({ url, onClose }: { url: string; onClose: () => void }) {
  const asked = useQuery({ queryKey: ['explain', url], queryFn: () => get<Explanation>(url) })
  return (
    <Dialog kind="drawer" title={t('explain.title')} onClose={onClose}>
      <Answer of={asked}>{(data) => <Body data={data} onClose={onClose} />}</Answer>
    </Dialog>
  )
}

function Body({ data, onClose }: { data: Explanation; onClose: () => void }) {
  const { follow } = useExplain()
  const [all, setAll] = useState(false)
  const records = all ? data.records : data.records.slice(0, FIRST_RECORDS)
  return (
    <div className="stack-lg">
      <p className="explain-say">{data.say}</p>
      <section className="section">
        <h2>{t('explain.rule')}</h2>
        <p>{data.rule.words || data.rule.text}</p>
        {data.rule.words && data.rule.text && data.rule.words !== data.rule.text && (
          <details className="small muted"><summary>{t('explain.text')}</summary><code>{data.rule.text}</code></details>
        )}
      </section>
      {data.values.length > 0 && (
        <section className="section">
          <h2>{t('explain.values')}</h2>
          <dl className="pairs">
            {data.values.map((v) => (
              <div key={v.title}>
                <dt>{v.title}</dt>
                <dd className="num">{v.link
                  ? <button type="button" className="link" onClick={() => { follow(v.link ?? '') }}><ValueView value={v.value} /></button>
                  : <ValueView value={v.value} />}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {data.parts && data.parts.length > 0 && (
        <section className="section"><h2>{t('explain.parts')}</h2><Parts parts={data.parts} /></section>
      )}
      {data.records.length > 0 && (
        <section className="section">
          <h2>{t('explain.records')} <span className="muted num">{data.records.length}</span></h2>
          <ul className="lines">
            {records.map((r) => <li key={r.id}><Link to={`/records/${r.id}`} onClick={onClose}>{r.title}</Link></li>)}
          </ul>
          {records.length < data.records.length && (
            <button type="button" className="link" onClick={() => { setAll(true) }}>{t('explain.more', { n: data.records.length - records.length })}</button>
          )}
        </section>
      )}
      {data.clause && (
        <section className="section">
          <h2>{t('explain.clause')} <span className="muted small">{clauseText(data.clause.ref)}</span></h2>
          <blockquote className="quote" lang="zh-CN">{data.clause.sentence}</blockquote>
        </section>
      )}
    </div>
  )
}

function Parts({ parts }: { parts: ExplainPart[] }) {
  const { follow } = useExplain()
  return (
    <ul className="parts">
      {parts.map((part, i) => (
        <li key={`${String(i)}${part.title ?? part.say ?? ''}`}>
          <span>{part.title ?? part.say}</span>{' '}
          {(part.value ?? part.result) !== undefined && <b className="num"><ValueView value={part.value ?? part.result} /></b>}
          {part.title && part.say && <span className="muted"> {part.say}</span>}
          {part.link && <> <button type="button" className="link" onClick={() => { follow(part.link ?? '') }}>{t('do.open')}</button></>}
          {part.parts && part.parts.length > 0 && <Parts parts={part.parts} />}
        </li>
      ))}
    </ul>
  )
}
