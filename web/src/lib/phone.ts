import { useSyncExternalStore } from 'react'

const PHONE = '(max-width: 720px)'

/** Narrow screens get one column. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(
    (tell) => {
      const media = window.matchMedia(PHONE)
      media.addEventListener('change', tell)
      return () => { media.removeEventListener('change', tell) }
    },
    () => window.matchMedia(PHONE).matches,
  )
}
