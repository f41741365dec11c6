import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { programmes } from '../api/calls'
import type { ExplainPart, Explanation } from '../api/types'
import { t } from '../i18n'
import type { Question } from '../lib/explain'
import { linesText } from '../lib/format'
import { Dialog } from './Dialog'
import { Answer } from './Page'
import { ValueView } from './ValueView'

const FIRST_RECORDS = 12

/** Result, the rule in words, the values with their links, the records, the clause. */
export function ExplainDrawer({ programme, what, onClose }: { programme: string; what: Question; onClose: () => void }) {
  const asked = useQuery({ queryKey: ['explain', programme, what], queryFn: () => programmes.explain(programme, what) })
  return (
    <Dialog kind="drawer" title={t('explain.title')} onClose={onClose}>
      <Answer of={asked}>{(data) => <Body data={data} onClose={onClose} />}</Answer>
    </Dialog>
  )
}

function Body({ data, onClose }: { data: Explanation; onClose: () => void }) {
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
          <dl className="pairs">{data.values.map((v) => <div key={v.title}><dt>{v.title}</dt><dd className="num"><ValueView value={v.value} /></dd></div>)}</dl>
        </section>
      )}
      {data.records_total > 0 && (
        <section className="section">
          <h2>{t('explain.records')} <span className="muted num">{data.records_total}</span></h2>
          <ul className="lines">
            {records.map((r) => <li key={r.id}><Link to={`/records/${r.id}`} onClick={onClose}><span className="num muted">{r.day}</span> {r.title}</Link></li>)}
          </ul>
          {records.length < data.records.length && (
            <button type="button" className="link" onClick={() => { setAll(true) }}>{t('do.more')}（{data.records.length - records.length}）</button>
          )}
          {records.length === data.records.length && data.records_total > records.length && <p className="muted">{t('explain.more', { n: data.records_total - records.length })}</p>}
        </section>
      )}
      {data.clause && (
        <section className="section">
          <h2>{t('explain.clause')} <span className="muted small">{linesText(data.clause.lines)}</span></h2>
          {data.clause.sentence && <blockquote className="quote" lang="zh-CN">{data.clause.sentence}</blockquote>}
        </section>
      )}
      {data.parts && <details className="section"><summary>{t('explain.parts')}</summary><Parts parts={[data.parts]} /></details>}
    </div>
  )
}

/** The expression taken apart, with the value of each part. */
function Parts({ parts }: { parts: ExplainPart[] }) {
  return (
    <ul className="parts small">
      {parts.map((part, i) => (
        <li key={`${String(i)}${part.text}`}>
          <span title={part.text}>{part.said}</span>{' = '}<b className="num">{part.shown}</b>
          {part.note && <span className="muted"> {part.note}</span>}
          {part.parts.length > 0 && <Parts parts={part.parts} />}
        </li>
      ))}
    </ul>
  )
}
