// A stand-in for the server, in the shapes of the HTTP contract: for development and unit tests, never shipped.
// Logins: province, linjiang, liuxi, leader, fresh; any password but "wrong". Address: 127.0.0.1:5180.
import { createServer } from 'node:http'
import { routes } from './routes.mjs'

const PORT = Number(process.env.PORT ?? 5180)
const SLOW_MS = Number(process.env.MOCK_SLOW_MS ?? 60)

function readBody(request) {
  return new Promise((resolve) => {
    const parts = []
    request.on('data', (c) => parts.push(c))
    request.on('end', () => {
      const raw = Buffer.concat(parts)
      const json = request.headers['content-type']?.includes('json')
      try { resolve(json && raw.length > 0 ? JSON.parse(raw.toString()) : raw) } catch { resolve({}) }
    })
  })
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://mock')
  const body = await readBody(request)
  const login = /luodi=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1]
  await new Promise((go) => setTimeout(go, SLOW_MS))
  for (const [method, pattern, handle] of routes) {
    if (method !== request.method) continue
    const match = pattern.exec(url.pathname)
    if (!match) continue
    const answer = handle({ args: match.slice(1).map(decodeURIComponent), q: url.searchParams, body, login })
    const { status = 200, headers = {}, json } = answer
    response.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json', ...headers })
    response.end(json === undefined ? '' : JSON.stringify(json))
    return
  }
  response.writeHead(404, { 'content-type': 'application/problem+json' })
  response.end(JSON.stringify({ code: 'not_found', title: '没有找到', title_en: 'Not found', status: 404, detail: '没有这个地址。' }))
})
server.listen(PORT, '127.0.0.1', () => console.log(`mock: http://127.0.0.1:${PORT}`))
