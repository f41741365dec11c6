import { Link } from 'react-router'
import type { FormSchema, RecordItem, RecordPage } from '../api/types'
import { t } from '../i18n'
import { RecordValue } from './RecordValue'

const SHOWN = 4

/** Records on a phone: one under the other, what tells them apart first; what is missing stands on the record's own page. */
export function RecordCards({ page, register }: { page: RecordPage; register: FormSchema }) {
  const plain = register.fields.filter((f) => f.type !== 'mark' && f.type !== 'long_text' && f.name !== register.unit_field && f.name !== register.day_field)
  const lead = plain.find((f) => f.type === 'text') ?? plain[0]
  const rest = plain.filter((f) => f !== lead && page.columns.some((c) => c.name === f.name))
  const head = (record: RecordItem) => [record.day, record.labels[register.unit_field] ?? record.unit.name].filter(Boolean).join(' · ')
  return (
    <ul className="panel cards">
      {page.items.map((record) => (
        <li key={record.id}>
          <Link to={`/records/${record.id}`}>
            <span className="row row-between"><span className="muted small num">{head(record)}</span>{record.state_title && <span className="tag">{record.state_title}</span>}</span>
            <b>{lead ? <RecordValue record={record} field={lead} name={lead.name} /> : record.unit.name}</b>
            <span className="small card-fields">
              {rest.filter((f) => record.fields[f.name] !== null && record.fields[f.name] !== undefined).slice(0, SHOWN).map((f) => <span key={f.name}><span className="muted">{f.title} </span><RecordValue record={record} field={f} name={f.name} />{f.measured_in}</span>)}
            </span>
            {record.findings.length > 0 && <span className="small amber">{t('register.finding')}：{record.findings.map((x) => x.say).join(' ')}</span>}
          </Link>
        </li>
      ))}
    </ul>
  )
}
