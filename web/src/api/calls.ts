// Every call of the contract that the pages use, by subject. Paths stand here and nowhere else.
import { del, get, patch, post, put, query, type Query } from './client'
import type * as t from './types'

const e = encodeURIComponent
/** Lists come bare or with their total; the pages want the items. */
function items<T>(answer: t.Listed<T>): T[] {
  return Array.isArray(answer) ? answer : answer.items
}

const inProgramme = (p: string): string => `/api/programmes/${e(p)}`

export const session = {
  me: () => get<t.Me>('/api/session'),
  signIn: (login: string, password: string) => post<t.Me>('/api/session', { login, password }),
  signOut: () => del('/api/session'),
  changePassword: (old: string, fresh: string) => post<undefined>('/api/session/password', { old, new: fresh }),
}

export const units = {
  list: (q: Query) => get<t.Page<t.Unit>>('/api/units', q),
  one: (code: string) => get<t.UnitDetail>(`/api/units/${e(code)}`),
  import: (file: File) => post<t.UnitImport>('/api/units/import', form(file)),
}

export const accounts = {
  list: (q: Query) => get<t.Page<t.Account>>('/api/accounts', q),
  create: (body: { login: string; name: string; unit: string; role: t.Role }) =>
    post<t.Account>('/api/accounts', body),
  change: (id: number, body: Partial<{ name: string; role: t.Role; disabled: boolean; reset_password: boolean }>) =>
    patch<t.Account>(`/api/accounts/${String(id)}`, body),
}

export const plans = {
  list: async () => items(await get<t.Listed<t.PlanItem>>('/api/plans')),
  one: (id: string, document?: number) => get<t.Plan>(`/api/plans/${e(id)}`, { document }),
  upload: (file: File, year?: number) => post<{ id: string }>(`/api/plans/upload${query({ year })}`, form(file)),
  paste: (body: { name: string; text: string; year?: number }) => post<{ id: string }>('/api/plans', body),
  confirm: (id: string, element: string, confirmed: 'yes' | 'no' | null) =>
    put<undefined>(`/api/plans/${e(id)}/elements/${e(element)}`, { confirmed }),
  decide: (id: string, finding: string, body: { choice: string; value?: t.Value; note?: string }) =>
    post<unknown>(`/api/plans/${e(id)}/findings/${e(finding)}/decision`, body),
  setYear: (id: string, year: number) => put<undefined>(`/api/plans/${e(id)}/year`, { year }),
  draft: (id: string, programme: string) => post<{ programme: string }>(`/api/plans/${e(id)}/draft`, { programme }),
}

export const programmes = {
  list: async () => items(await get<t.Listed<t.ProgrammeItem>>('/api/programmes')),
  one: (p: string) => get<t.Programme>(inProgramme(p)),
  draft: (p: string) => get<t.Draft>(`${inProgramme(p)}/draft`),
  saveDraft: (p: string, yaml: string, version: number) => put<t.Draft>(`${inProgramme(p)}/draft`, { yaml, version }),
  check: (p: string, yaml: string) => post<t.Diagnostic[]>(`${inProgramme(p)}/check`, { yaml }),
  answer: (p: string, ask: string, value: t.Value) => put<t.Ask>(`${inProgramme(p)}/asks/${e(ask)}`, { value }),
  rehearse: (p: string) => post<t.Fanout>(`${inProgramme(p)}/rehearse`),
  publish: (p: string) => post<t.Published>(`${inProgramme(p)}/publish`),
  returns: async (p: string) => items(await get<t.Listed<t.ReturnItem>>(`${inProgramme(p)}/returns`)),
  lists: async (p: string) => items(await get<t.Listed<{ name: string; title: string; register?: string; count: number }>>(`${inProgramme(p)}/lists`)),
  board: (p: string, q: Query) => get<t.Board>(`${inProgramme(p)}/board`, q),
  table: (p: string, name: string, q: Query) => get<t.SummaryTable>(`${inProgramme(p)}/tables/${e(name)}`, q),
  explain: (p: string, q: Query) => get<t.Explanation>(`${inProgramme(p)}/explain`, q),
}

export const duties = {
  mine: (q: Query) => get<t.Duties>('/api/duties', q),
  zero: (p: string, duty: string, unit: string, period: string) =>
    post<undefined>(`${inProgramme(p)}/duties/${e(duty)}/zero`, { unit, period }),
}

const register = (p: string, r: string): string => `${inProgramme(p)}/registers/${e(r)}`
export const records = {
  list: (p: string, r: string, q: Query) => get<t.RecordPage>(`${register(p, r)}/records`, q),
  create: (p: string, r: string, body: { id: string; state?: string; fields: Record<string, t.Value> }) =>
    post<t.RecordItem>(`${register(p, r)}/records`, body),
  form: (p: string, r: string, unit: string) => get<t.FormSchema>(`${register(p, r)}/form`, { unit }),
  one: (id: string) => get<t.RecordDetail>(`/api/records/${e(id)}`),
  correct: (id: string, seen: number, fields: Record<string, t.Value>, reason: string) =>
    patch<t.RecordItem>(`/api/records/${e(id)}`, { seen, fields, reason }),
  move: (id: string, to: string, body: { seen: number; fields?: Record<string, t.Value>; reason?: string }) =>
    post<t.RecordItem>(`/api/records/${e(id)}/states/${e(to)}`, body),
  mark: (id: string, field: string) => post<t.RecordItem>(`/api/records/${e(id)}/marks/${e(field)}`),
  import: (p: string, r: string, file: File, options: { dryRun: boolean; state?: string }) =>
    post<t.ImportResult>(`${register(p, r)}/import${query({ dry_run: options.dryRun || undefined, state: options.state })}`, form(file)),
  rejectedUrl: (id: string) => `/api/imports/${e(id)}/rejected.xlsx`,
  templateUrl: (p: string, r: string) => `${register(p, r)}/template.xlsx`,
  exportUrl: (p: string, r: string, q: Query) => `${register(p, r)}/export.xlsx${query(q)}`,
}

const returnPath = (p: string, f: string): string => `${inProgramme(p)}/returns/${e(f)}`
export const returns = {
  one: (p: string, f: string, q: Query) => get<t.ReturnTable>(returnPath(p, f), q),
  compiled: (p: string, f: string, q: Query) => get<t.CompiledTable>(`${returnPath(p, f)}/compiled`, q),
  file: (p: string, f: string, body: { unit: string; period: string; id: string }) =>
    post<{ version: number; days_late?: number | null; late_days?: number | null }>(`${returnPath(p, f)}/file`, body),
  tableUrl: (p: string, f: string, q: Query) => `${returnPath(p, f)}/table.xlsx${query(q)}`,
  compiledUrl: (p: string, f: string, q: Query) => `${returnPath(p, f)}/compiled.xlsx${query(q)}`,
}
export const tableXlsx = (p: string, name: string, q: Query): string => `${inProgramme(p)}/tables/${e(name)}/table.xlsx${query(q)}`

export const publicPages = {
  list: async () => items(await get<t.Listed<t.PublicProgramme>>('/api/public/programmes')),
  one: (p: string) => get<t.PublicProgramme>(`/api/public/programmes/${e(p)}`),
}

function form(file: File): FormData {
  const data = new FormData()
  data.append('file', file)
  return data
}
