import type { FieldSchema, RecordItem } from '../api/types'
import { t } from '../i18n'
import { instantText } from '../lib/format'
import { ValueView } from './ValueView'

const NUMBERS = new Set(['whole', 'decimal', 'money', 'percent', 'computed'])

/** A field of a record as tables and pages show it: names for units and references, who and when for marks. */
export function RecordValue({ record, field, name, compact = false }: { record: RecordItem; field: FieldSchema | undefined; name: string; compact?: boolean }) {
  if (field?.type === 'mark' || (!field && !(name in record.fields))) {
    const mark = record.marks[name]
    if (!mark) return <ValueView value={null} />
    const day = instantText(mark.at).slice(0, 10)
    const who = mark.by.name ?? mark.unit.name
    return <span className="num" title={`${who} ${instantText(mark.at)}`}>{compact ? day : `${who} ${instantText(mark.at)}`}{compact && <span className="sr"> {who}</span>}</span>
  }
  const value = record.fields[name] ?? null
  if (field?.type === 'files' && Array.isArray(value)) return <span className="num">{t('files.count', { n: value.length })}</span>
  return <ValueView value={value} label={record.labels[name]} as={field && NUMBERS.has(field.type) ? 'number' : 'text'} />
}
