// A network for unit tests: it answers as a test says, or is down.
import { vi } from 'vitest'

interface Net { offline: boolean; answer: (body: unknown) => { status: number; json: unknown }; calls: string[] }

export function testNet(answer: Net['answer']): Net {
  const net: Net = { offline: false, answer, calls: [] }
  vi.stubGlobal('fetch', async (request: Request) => {
    net.calls.push(`${request.method} ${new URL(request.url).pathname}`)
    if (net.offline) throw new TypeError('Failed to fetch')
    const { status, json } = net.answer(await request.json())
    return new Response(JSON.stringify(json), { status })
  })
  return net
}
