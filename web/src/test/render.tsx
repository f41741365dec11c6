import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { afterEach, vi } from 'vitest'
import { App } from '../App'
import { SessionProvider } from '../lib/session'
import { ToastProvider } from '../lib/toast'

afterEach(() => {
  cleanup()
  localStorage.clear()
})

/** The whole interface at an address, on a phone or on a desk. */
export function open(path: string, { phone = false } = {}): void {
  vi.stubGlobal('matchMedia', () => ({ matches: phone, addEventListener: () => undefined, removeEventListener: () => undefined }))
  vi.stubGlobal('scrollTo', () => undefined)
  Element.prototype.scrollIntoView = () => undefined
  Element.prototype.scrollTo = () => undefined
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' }, mutations: { networkMode: 'always' } } })
  render(
    <QueryClientProvider client={client}>
      <MemoryRouter initialEntries={[path]}>
        <SessionProvider><ToastProvider><App /></ToastProvider></SessionProvider>
      </MemoryRouter>
    </QueryClientProvider>,
  )
}
