import { useQuery } from '@tanstack/react-query'
import { Navigate, useLocation } from 'react-router'
import { programmes } from '../api/calls'
import { Answer, Empty } from '../components/Page'
import { t, type Key } from '../i18n'
import { useProgramme } from '../lib/programme'

type Kind = 'registers' | 'returns' | 'tables' | 'lists'
const NONE: Record<Kind, Key> = { registers: 'register.none', returns: 'return.none', tables: 'table.none', lists: 'list.none' }

/** Opens the first of a programme's registers, returns, tables or lists; says so when there is none. */
export function FirstOf({ kind }: { kind: Kind }) {
  const programme = useProgramme()
  const { search } = useLocation()
  const asked = useQuery({
    queryKey: ['first-of', programme.id, kind],
    queryFn: async (): Promise<string | null> => {
      if (kind === 'registers') return programme.registers[0]?.name ?? null
      if (kind === 'returns') return (await programmes.returns(programme.id))[0]?.name ?? null
      if (kind === 'lists') return (await programmes.lists(programme.id))[0]?.name ?? null
      return Object.keys(programme.model.tables ?? {})[0] ?? null
    },
  })
  return (
    <Answer of={asked}>{(name) => (name
      ? <Navigate to={`/programmes/${programme.id}/${kind}/${encodeURIComponent(name)}${search}`} replace />
      : <Empty>{t(NONE[kind])}</Empty>)}</Answer>
  )
}
