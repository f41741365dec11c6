// Every call of the interface that the pages use, by subject. Addresses stand here and nowhere else.
import { answer, api, fileBody, fileUrl, said, type Query } from './client'
import type * as t from './types'

export const session = {
  me: () => answer(api.GET('/api/session')),
  signIn: (login: string, password: string) => answer(api.POST('/api/session', { body: { login, password } })),
  signOut: () => answer(api.DELETE('/api/session')),
  changePassword: (old: string, fresh: string) => answer(api.POST('/api/session/password', { body: { old, new: fresh } })),
}

export const units = {
  list: (q: Query<'/api/units'>) => answer(api.GET('/api/units', { params: { query: said(q) } })),
  one: (code: string) => answer(api.GET('/api/units/{code}', { params: { path: { code } } })),
  import: (file: File) => answer(api.POST('/api/units/import', fileBody(file))),
}

export const accounts = {
  list: (q: Query<'/api/accounts'>) => answer(api.GET('/api/accounts', { params: { query: said(q) } })),
  create: (body: { login: string; name: string; unit: string; role: t.Role }) => answer(api.POST('/api/accounts', { body })),
  change: (id: number, change: Partial<t.AccountChange>) =>
    answer(api.PATCH('/api/accounts/{id}', { params: { path: { id } }, body: { name: null, role: null, disabled: null, reset_password: false, ...change } })),
}

export const plans = {
  list: () => answer(api.GET('/api/plans')),
  one: (id: string, document?: number) => answer(api.GET('/api/plans/{id}', { params: { path: { id }, query: { document } } })),
  upload: (file: File, year?: number) => answer(api.POST('/api/plans/upload', { params: { query: { year } }, ...fileBody(file) })),
  paste: (body: { name: string; text: string; year?: number }) => answer(api.POST('/api/plans', { body })),
  confirmAll: (id: string, of: t.SeenElement[], confirmed: 'yes' | 'no' | null) =>
    answer(api.POST('/api/plans/{id}/confirmations', { params: { path: { id } }, body: { of, confirmed } })),
  edit: (id: string, of: t.SeenElement[], put: t.PutElement[]) =>
    answer(api.POST('/api/plans/{id}/edits', { params: { path: { id } }, body: { of, put } })),
  undo: (id: string) => answer(api.POST('/api/plans/{id}/undo', { params: { path: { id } } })),
  rebase: (id: string, rebase: t.Plan['rebase']) =>
    answer(api.PUT('/api/plans/{id}/rebase', { params: { path: { id } }, body: { rebase } })),
  difference: (id: string, q: Query<'/api/plans/{id}/difference'>) =>
    answer(api.GET('/api/plans/{id}/difference', { params: { path: { id }, query: said(q) } })),
  take: (id: string, body: t.TakenDifferences) => answer(api.PUT('/api/plans/{id}/difference', { params: { path: { id } }, body })),
  revise: (id: string, body: { against: string; from: string; replace: boolean }) =>
    answer(api.POST('/api/plans/{id}/revision', { params: { path: { id } }, body })),
  proposals: (id: string, document: number) =>
    answer(api.GET('/api/plans/{id}/proposals', { params: { path: { id }, query: { document } } })),
  allowModel: (id: string, document: number, allowed: boolean) =>
    answer(api.PUT('/api/plans/{id}/proposals/permission', { params: { path: { id }, query: { document } }, body: { allowed } })),
  askModel: (id: string, document: number) =>
    answer(api.POST('/api/plans/{id}/proposals', { params: { path: { id }, query: { document } } })),
  confirmProposal: (id: string, proposal: string, confirmed: 'yes' | 'no' | null) =>
    answer(api.PUT('/api/plans/{id}/proposals/{proposal}', { params: { path: { id, proposal } }, body: { confirmed } })),
  decide: (id: string, finding: string, body: { choice: string; value?: string; note?: string }) =>
    answer(api.POST('/api/plans/{id}/findings/{finding}/decision', { params: { path: { id, finding } }, body })),
  setYear: (id: string, year: number) => answer(api.PUT('/api/plans/{id}/year', { params: { path: { id } }, body: { year } })),
  draft: (id: string, programme: string) => answer(api.POST('/api/plans/{id}/draft', { params: { path: { id } }, body: { programme } })),
}

const of = (programme: string) => ({ path: { programme } })
export const programmes = {
  list: () => answer(api.GET('/api/programmes')),
  one: (p: string) => answer(api.GET('/api/programmes/{programme}', { params: of(p) })),
  draft: (p: string) => answer(api.GET('/api/programmes/{programme}/draft', { params: of(p) })),
  saveDraft: (p: string, yaml: string, version: number) =>
    answer(api.PUT('/api/programmes/{programme}/draft', { params: of(p), body: { yaml, version } })),
  check: (p: string, yaml: string) => answer(api.POST('/api/programmes/{programme}/check', { params: of(p), body: { yaml } })),
  answer: (p: string, ask: string, value: t.Value) =>
    answer(api.PUT('/api/programmes/{programme}/asks/{ask}', { params: { path: { programme: p, ask } }, body: { value } })),
  rehearse: (p: string) => answer(api.POST('/api/programmes/{programme}/rehearse', { params: of(p) })),
  publish: (p: string) => answer(api.POST('/api/programmes/{programme}/publish', { params: of(p) })),
  changes: (p: string) => answer(api.GET('/api/programmes/{programme}/draft/changes', { params: of(p) })),
  returns: (p: string) => answer(api.GET('/api/programmes/{programme}/returns', { params: of(p) })),
  lists: (p: string) => answer(api.GET('/api/programmes/{programme}/lists', { params: of(p) })),
  board: (p: string, q: Query<'/api/programmes/{programme}/board'>) =>
    answer(api.GET('/api/programmes/{programme}/board', { params: { ...of(p), query: said(q) } })),
  table: (p: string, name: string, q: Query<'/api/programmes/{programme}/tables/{name}'>) =>
    answer(api.GET('/api/programmes/{programme}/tables/{name}', { params: { path: { programme: p, name }, query: said(q) } })),
  series: (p: string, name: string, q: Query<'/api/programmes/{programme}/tables/{name}/series'>) =>
    answer(api.GET('/api/programmes/{programme}/tables/{name}/series', { params: { path: { programme: p, name }, query: said(q) as { first: string; last: string } } })),
  tableUrl: (programme: string, name: string, q: Query<'/api/programmes/{programme}/tables/{name}/table.xlsx'>) =>
    fileUrl('/api/programmes/{programme}/tables/{name}/table.xlsx', { programme, name }, q),
  explain: (p: string, q: Query<'/api/programmes/{programme}/explain'>) =>
    answer(api.GET('/api/programmes/{programme}/explain', { params: { ...of(p), query: said(q) } })),
}

export const duties = {
  mine: () => answer(api.GET('/api/duties')),
  between: (q: Query<'/api/duties'>) => answer(api.GET('/api/duties', { params: { query: said(q) } })),
  notices: (q: Query<'/api/notices'>) => answer(api.GET('/api/notices', { params: { query: said(q) } })),
  one: (programme: string, duty: string, q: Query<'/api/programmes/{programme}/duties/{duty}'>) =>
    answer(api.GET('/api/programmes/{programme}/duties/{duty}', { params: { path: { programme, duty }, query: said(q) } })),
  zero: (programme: string, duty: string, unit: string, period: string) =>
    answer(api.POST('/api/programmes/{programme}/duties/{duty}/zero', { params: { path: { programme, duty } }, body: { unit, period } })),
}

export const feeds = {
  list: () => answer(api.GET('/api/feeds')),
  create: (name: string) => answer(api.POST('/api/feeds', { body: { name } })),
  end: (id: string) => answer(api.DELETE('/api/feeds/{id}', { params: { path: { id } } })),
  /** The address that a calendar program subscribes to. */
  address: (code: string, token: string, remindDays: number | null) => location.origin + fileUrl('/api/units/{code}/calendar.ics', { code }, { token, remind_days: remindDays }),
}

type RecordsQuery = Query<'/api/programmes/{programme}/registers/{register}/records'>
export const records = {
  list: (programme: string, register: string, q: RecordsQuery) =>
    answer(api.GET('/api/programmes/{programme}/registers/{register}/records', { params: { path: { programme, register }, query: said(q) } })),
  create: (programme: string, register: string, body: { id: string; state?: string; fields: t.Fields }) =>
    answer(api.POST('/api/programmes/{programme}/registers/{register}/records', { params: { path: { programme, register } }, body })),
  form: (programme: string, register: string, unit: string) =>
    answer(api.GET('/api/programmes/{programme}/registers/{register}/form', { params: { path: { programme, register }, query: { unit } } })),
  one: (id: string) => answer(api.GET('/api/records/{id}', { params: { path: { id } } })),
  correct: (id: string, seen: number, fields: t.Fields, reason: string) =>
    answer(api.PATCH('/api/records/{id}', { params: { path: { id } }, body: { seen, fields, reason } })),
  move: (id: string, state: string, body: { seen: number; fields?: t.Fields; reason?: string }) =>
    answer(api.POST('/api/records/{id}/states/{state}', { params: { path: { id, state } }, body })),
  open: (id: string, reason: string) => answer(api.POST('/api/records/{id}/open', { params: { path: { id } }, body: { reason } })),
  fileUrl: (id: string, file: string) => fileUrl('/api/records/{id}/files/{file}', { id, file }),
  mark: (id: string, field: string) => answer(api.POST('/api/records/{id}/marks/{field}', { params: { path: { id, field } } })),
  import: (programme: string, register: string, file: File, options: { dryRun: boolean; state?: string }) =>
    answer(api.POST('/api/programmes/{programme}/registers/{register}/import', {
      params: { path: { programme, register }, query: { dry_run: options.dryRun || undefined, state: options.state } }, ...fileBody(file),
    })),
  rejectedUrl: (id: string) => fileUrl('/api/imports/{id}/rejected.xlsx', { id }),
  templateUrl: (programme: string, register: string) => fileUrl('/api/programmes/{programme}/registers/{register}/template.xlsx', { programme, register }),
  exportUrl: (programme: string, register: string, q: RecordsQuery) =>
    fileUrl('/api/programmes/{programme}/registers/{register}/export.xlsx', { programme, register }, q),
}

type ReturnQuery = Query<'/api/programmes/{programme}/returns/{name}'>
export const returns = {
  one: (programme: string, name: string, q: ReturnQuery) =>
    answer(api.GET('/api/programmes/{programme}/returns/{name}', { params: { path: { programme, name }, query: said(q) } })),
  compiled: (programme: string, name: string, q: ReturnQuery) =>
    answer(api.GET('/api/programmes/{programme}/returns/{name}/compiled', { params: { path: { programme, name }, query: said(q) } })),
  file: (programme: string, name: string, body: { unit: string; period: string; id: string }) =>
    answer(api.POST('/api/programmes/{programme}/returns/{name}/file', { params: { path: { programme, name } }, body })),
  tableUrl: (programme: string, name: string, q: ReturnQuery) => fileUrl('/api/programmes/{programme}/returns/{name}/table.xlsx', { programme, name }, q),
  compiledUrl: (programme: string, name: string, q: ReturnQuery) => fileUrl('/api/programmes/{programme}/returns/{name}/compiled.xlsx', { programme, name }, q),
}

export const publicPages = {
  list: () => answer(api.GET('/api/public/programmes')),
  one: (programme: string) => answer(api.GET('/api/public/programmes/{programme}', { params: of(programme) })),
}
