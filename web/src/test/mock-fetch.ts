// Answers calls of the pages from mock/routes.mjs, without a network. `offline` makes every call fail.
import { vi } from 'vitest'

interface Answer { status?: number; headers?: Record<string, string>; json?: unknown }
type Route = [string, RegExp, (call: { args: string[]; q: URLSearchParams; body: unknown; login: string | undefined }) => Answer]

export interface MockNet { offline: boolean; login: string | undefined; calls: string[] }

export async function mockNet(login?: string): Promise<MockNet> {
  // @ts-expect-error -- plain JavaScript, used in development only
  const { routes } = (await import('../../mock/routes.mjs')) as { routes: Route[] }
  const net: MockNet = { offline: false, login, calls: [] }
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => {
    const method = init.method ?? 'GET'
    net.calls.push(`${method} ${path}`)
    if (net.offline) return Promise.reject(new TypeError('Failed to fetch'))
    const url = new URL(path, 'http://mock')
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : {}
    for (const [m, pattern, handle] of routes) {
      const match = pattern.exec(url.pathname)
      if (m !== method || !match) continue
      const { status = 200, json } = handle({ args: match.slice(1).map(decodeURIComponent), q: url.searchParams, body, login: net.login })
      return Promise.resolve(new Response(json === undefined ? null : JSON.stringify(json), { status }))
    }
    return Promise.resolve(new Response('{"code":"not_found","title":"没有"}', { status: 404 }))
  })
  return net
}
