import { useQuery } from '@tanstack/react-query'
import { Navigate } from 'react-router'
import { programmes } from '../api/calls'
import { Answer, Empty } from '../components/Page'
import { t } from '../i18n'
import { readKept } from '../lib/kept'
import { LAST_PROGRAMME } from '../lib/programme'

/** The board's entry of the menu: the programme looked at last, else the first published one. */
export function BoardChoice() {
  const asked = useQuery({ queryKey: ['programmes'], queryFn: () => programmes.list() })
  return (
    <Answer of={asked}>{(items) => {
      const published = items.filter((i) => i.state !== 'draft')
      const last = readKept<string>(LAST_PROGRAMME)
      const chosen = published.find((i) => i.id === last) ?? published[0]
      return chosen ? <Navigate to={`/programmes/${chosen.id}/board`} replace /> : <Empty>{t('board.empty')}</Empty>
    }}</Answer>
  )
}
