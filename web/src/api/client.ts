// The one door to the server, typed by its description (schema.d.ts). Every answer that is not a success becomes a
// `Problem`; no answer at all, `Unreachable`.
import createClient, { createFinalURL, defaultPathSerializer } from 'openapi-fetch'
import type { paths } from './schema'
import type { ProblemDocument, ProblemItem } from './types'

let csrf = ''
/** The token that every changing call must carry; comes with the session. */
export function setCsrf(token: string): void {
  csrf = token
}
/** For the one call that does not go through here (upload.ts). */
export function csrfToken(): string {
  return csrf
}

/** A problem of the server's catalogue, or an answer that is none (a gateway's page). */
export type AnyProblem = Omit<ProblemDocument, 'code'> & { code: ProblemDocument['code'] | 'unexpected' }

/** What the server says is wrong (RFC 9457), in the user's words. */
export class Problem extends Error {
  readonly code: ProblemDocument['code'] | 'unexpected'
  readonly status: number
  readonly problems: ProblemItem[]
  readonly body: AnyProblem
  constructor(body: AnyProblem) {
    super(body.detail || body.title)
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

/** Builds a query string; absent and empty values are left out. */
function queryString(params: Record<string, unknown>): string {
  const parts = new URLSearchParams()
  for (const [key, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== '') parts.set(key, String(value))
  }
  return parts.toString()
}

/** Listeners told when the session has ended on the server. */
const onSignedOut = new Set<() => void>()
export function whenSignedOut(listener: () => void): () => void {
  onSignedOut.add(listener)
  return () => onSignedOut.delete(listener)
}

async function problemOf(answer: Response): Promise<Problem> {
  const fallback: AnyProblem = {
    type: 'about:blank',
    code: 'unexpected',
    title: `服务器答复 ${String(answer.status)}`,
    title_en: `The server answered ${String(answer.status)}`,
    status: answer.status,
    detail: '',
  }
  try {
    const body = (await answer.json()) as Partial<ProblemDocument>
    return new Problem({ ...fallback, ...body, status: answer.status })
  } catch {
    return new Problem(fallback)
  }
}

async function send(request: Request): Promise<Response> {
  if (request.method !== 'GET' && csrf) request.headers.set('X-CSRF', csrf)
  let answer: Response
  try {
    answer = await fetch(request)
  } catch {
    throw new Unreachable()
  }
  if (answer.ok) return answer
  // A gateway without its server behind it is as good as no network.
  if (answer.status === 502 || answer.status === 504) throw new Unreachable()
  const problem = await problemOf(answer)
  if (problem.status === 401 && !new URL(request.url).pathname.startsWith('/api/session')) onSignedOut.forEach((tell) => { tell() })
  throw problem
}

export const api = createClient<paths>({ baseUrl: location.origin, fetch: send, querySerializer: queryString })

/** The answer of a call. What is no success has been thrown by `send`. */
export async function answer<T>(asked: Promise<{ data?: T }>): Promise<T> {
  return (await asked).data as T
}

/** What an address takes after its question mark; `null` and absent are the same. */
export type Query<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } }
  ? { [K in keyof Q]: Q[K] | null }
  : never

/** Takes the `null`s out of a query. */
export function said<Q>(q: { [K in keyof Q]: Q[K] | null }): Q {
  return Object.fromEntries(Object.entries(q).filter(([, value]) => value !== null)) as Q
}

type PathOf<P extends keyof paths> = paths[P] extends { get: { parameters: { path: infer Q } } } ? Q : never

/** The address of a file that the browser fetches by itself. */
export function fileUrl<P extends keyof paths>(address: P, path: PathOf<P>, query?: Query<P>): string {
  return createFinalURL(address, {
    baseUrl: '', params: { path: path as Record<string, unknown>, query: query as Record<string, unknown> },
    querySerializer: queryString, pathSerializer: defaultPathSerializer,
  })
}

/** A file as the body of a call; the description leaves multipart bodies open. */
export function fileBody(file: File): { body: never; bodySerializer: (body: unknown) => FormData } {
  const data = new FormData()
  data.append('file', file)
  return { body: data as never, bodySerializer: () => data }
}
