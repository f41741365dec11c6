import { useParams, useSearchParams } from 'react-router'
import { monthShift } from './format'
import { useProgramme } from './programme'
import { useMe } from './session'

/** Which return, of which unit, for which period: from the address, else one's own unit and the month before this one. */
export function useReturnQuery() {
  const programme = useProgramme()
  const me = useMe()
  const { f = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const model = programme.model.returns?.[f]
  const unit = params.get('unit') ?? me.unit.code
  const period = params.get('period') ?? defaultPeriod(model?.every, me.today)
  const set = (key: string, value: string | null): void => {
    setParams((old) => {
      const next = new URLSearchParams(old)
      if (value) next.set(key, value)
      else next.delete(key)
      if (key !== 'version') next.delete('version')
      return next
    })
  }
  return { programme, me, name: f, model, unit, period, version: params.get('version'), set }
}

/** The period that was completed last: returns are about what is over. */
export function defaultPeriod(every: string | undefined, today: string): string {
  const year = Number(today.slice(0, 4))
  const month = Number(today.slice(5, 7))
  switch (every) {
    case 'year': return String(year - 1)
    case 'half_year': return month <= 6 ? `${String(year - 1)}-H2` : `${String(year)}-H1`
    case 'quarter': {
      const quarter = Math.ceil(month / 3)
      return quarter === 1 ? `${String(year - 1)}-Q4` : `${String(year)}-Q${String(quarter - 1)}`
    }
    case 'day': return today
    case 'once': return 'once'
    default: return monthShift(today.slice(0, 7), -1)
  }
}
