// The one door to the server. Every answer that is not a success becomes a `Problem`; no answer at all, `Unreachable`.
import type { ProblemDocument, ProblemItem } from './types'

let csrf = ''
/** The token that every changing call must carry; comes with the session. */
export function setCsrf(token: string): void {
  csrf = token
}

/** What the server says is wrong (RFC 9457), in the user's words. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly problems: ProblemItem[]
  readonly body: ProblemDocument
  constructor(body: ProblemDocument) {
    super(body.detail ?? body.title)
    this.name = 'Problem'
    this.code = body.code
    this.status = body.status
    this.problems = body.problems ?? []
    this.body = body
  }
}

/** The server was not reached: nothing is known to be stored. */
export class Unreachable extends Error {
  constructor() {
    super('unreachable')
    this.name = 'Unreachable'
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>

/** Builds a query string; absent and empty values are left out. */
export function query(params: Query = {}): string {
  const parts = new URLSearchParams()
  for (const [key, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== '') parts.set(key, String(value))
  }
  const text = parts.toString()
  return text === '' ? '' : `?${text}`
}

/** Listeners told when the session has ended on the server. */
const onSignedOut = new Set<() => void>()
export function whenSignedOut(listener: () => void): () => void {
  onSignedOut.add(listener)
  return () => onSignedOut.delete(listener)
}

async function send(method: string, path: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  let payload: BodyInit | undefined
  if (body instanceof FormData) payload = body
  else if (body !== undefined) {
    headers['Content-Type'] = 'application/json'
    payload = JSON.stringify(body)
  }
  if (method !== 'GET' && csrf) headers['X-CSRF'] = csrf
  const init: RequestInit = { method, headers, credentials: 'same-origin' }
  if (payload !== undefined) init.body = payload
  try {
    return await fetch(path, init)
  } catch {
    throw new Unreachable()
  }
}

async function problemOf(answer: Response): Promise<Problem> {
  const fallback: ProblemDocument = {
    code: 'unexpected',
    title: `服务器答复 ${String(answer.status)}`,
    title_en: `The server answered ${String(answer.status)}`,
    status: answer.status,
  }
  try {
    const body = (await answer.json()) as Partial<ProblemDocument>
    return new Problem({ ...fallback, ...body, status: answer.status })
  } catch {
    return new Problem(fallback)
  }
}

/** One call. `T` is the contract's answer; calls without an answer give `undefined`. */
export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await send(method, path, body)
  if (answer.ok) {
    if (answer.status === 204) return undefined as T
    const text = await answer.text()
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
  // A gateway without its server behind it is as good as no network.
  if (answer.status === 502 || answer.status === 504) throw new Unreachable()
  const problem = await problemOf(answer)
  if (problem.status === 401 && !path.startsWith('/api/session')) onSignedOut.forEach((tell) => { tell() })
  throw problem
}

export const get = <T>(path: string, params?: Query): Promise<T> => call<T>('GET', path + query(params))
export const post = <T>(path: string, body?: unknown): Promise<T> => call<T>('POST', path, body ?? {})
export const put = <T>(path: string, body: unknown): Promise<T> => call<T>('PUT', path, body)
export const patch = <T>(path: string, body: unknown): Promise<T> => call<T>('PATCH', path, body)
export const del = (path: string): Promise<void> => call<undefined>('DELETE', path)
