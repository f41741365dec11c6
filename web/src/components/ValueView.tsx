import type { Value } from '../api/types'
import { t } from '../i18n'
import { isPartial, showValue, type ReadAs } from '../lib/value'

interface Props {
  value: Value | undefined
  as?: ReadAs
  /** `17/18` where a sum rests on a part of its units. */
  of?: string | null | undefined
  /** Words shown for the value instead of its code: a unit's name, a record's title. */
  label?: string | undefined
  /** In printed tables a figure that does not exist stays blank. */
  blank?: boolean
}

/** A value as the office reads it; what is unknown says why, to the pointer and to the screen reader. */
export function ValueView({ value, as = 'auto', of, label, blank = false }: Props) {
  if (blank && (value === null || value === undefined)) return <span className="sr">{t('value.empty')}</span>
  const shown = showValue(value, as)
  const text = label && shown.kind !== 'missing' ? label : shown.text
  const partial = isPartial(of) ? <span className="v-of num" title={t('value.of', { of })}>{of}</span> : null
  if (shown.reason === '') {
    return partial ? <>{<span className="num">{text}</span>}{partial}</> : <>{text}</>
  }
  const said = shown.reason === text ? null : <span className="sr">{`（${shown.reason}）`}</span>
  return (
    <>
      <span className={`v v-${shown.kind}`} title={shown.reason}>{text}{said}</span>
      {partial}
    </>
  )
}
