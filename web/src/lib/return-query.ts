import { useParams, useSearchParams } from 'react-router'
import { useProgramme } from './programme'
import { useMe } from './session'

/** Which return, of which unit, for which period: from the address, else one's own unit and what the server takes. */
export function useReturnQuery() {
  const programme = useProgramme()
  const me = useMe()
  const { f = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const unit = params.get('unit') ?? me.unit.code
  const set = (key: string, value: string | null): void => {
    setParams((old) => {
      const next = new URLSearchParams(old)
      if (value) next.set(key, value)
      else next.delete(key)
      if (key !== 'version') next.delete('version')
      return next
    })
  }
  return { programme, me, name: f, unit, period: params.get('period'), version: Number(params.get('version')) || null, set }
}
