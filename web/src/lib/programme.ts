import { useQuery } from '@tanstack/react-query'
import { useOutletContext } from 'react-router'
import { programmes } from '../api/calls'
import type { FormSchema, Programme } from '../api/types'

/** The programme of the page; given by its frame. */
export function useProgramme(): Programme {
  return useOutletContext<Programme>()
}

export function useProgrammeQuery(p: string) {
  return useQuery({ queryKey: ['programme', p], queryFn: () => programmes.one(p) })
}

export function registerOf(programme: Programme, name: string): FormSchema | undefined {
  return programme.registers.find((r) => r.name === name)
}

/** The programme looked at last on this device; the board's entry opens it. */
export const LAST_PROGRAMME = 'programme.last'
