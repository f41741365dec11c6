// Wire types of the HTTP contract. Replaced piece by piece by the generated src/api/schema.d.ts.

/** A value that nobody has, or that may not be shown, with its kind. */
export interface UnknownValue {
  unknown: 'missing' | 'pending' | 'masked' | 'not_applicable' | 'not_computable'
  why?: string | null
}
/** An approximate number (50余). */
export interface AboutValue {
  about: string
  low?: string | null
  high?: string | null
}
/** A mark (存档, 签收): who set it and when. */
export type Value = null | undefined | string | boolean | number | UnknownValue | AboutValue | Value[]

export type Role = 'clerk' | 'leader' | 'manager'
export interface UnitRef { code: string; name: string; level?: string }
export interface Me {
  user: { id: string; login: string; name: string }
  unit: { code: string; name: string; level: string }
  role: Role
  must_change_password: boolean
  csrf: string
  today: string
  now: string
  version: string
}
export interface ProblemItem { field?: string | null; say: string; clause?: string | null }
export interface ProblemDocument {
  type?: string
  code: string
  title: string
  title_en?: string
  status: number
  detail?: string | null
  problems?: ProblemItem[] | null
  current?: unknown
  until?: string
}

export interface Unit extends UnitRef {
  level: string
  parent: string | null
  children_count: number
  aliases: string[]
}
export interface UnitDetail extends Unit { ancestors: UnitRef[]; accounts?: Account[] }
export interface Page<T> { items: T[]; total: number }
export interface Account {
  id: string
  login: string
  name: string
  unit: UnitRef
  role: Role
  active: boolean
  last_seen_at?: string | null
  must_change_password?: boolean
}

// Duties
export type DutyState = 'open' | 'met' | 'late_met' | 'overdue' | 'pending' | 'unmet' | 'no_report' | 'zero'
export interface DutyItem {
  programme: string
  programme_title: string
  kind: 'duty' | 'return' | 'record'
  name: string
  title: string
  unit: UnitRef
  period: string
  period_title: string
  due: string | UnknownValue
  state: DutyState
  days_late?: number | null
  record?: string | null
  form?: string | null
  clause?: string | null
  why_url?: string | null
  zero_report: boolean
}
export type DutyGroup = 'overdue' | 'today' | 'this_week' | 'later' | 'pending' | 'done'
export interface Duties { today: string; groups: Record<DutyGroup, DutyItem[]> }

// Registers
export type FieldType =
  | 'text' | 'long_text' | 'whole' | 'decimal' | 'money' | 'percent' | 'date' | 'time' | 'bool'
  | 'choice' | 'choices' | 'unit' | 'record' | 'files' | 'mark' | 'computed'
export interface FieldSchema {
  name: string
  title: string
  type: FieldType
  required: boolean
  options?: string[] | null
  open_with_reason?: string | null
  of?: string | null
  measured_in?: string | null
  shown?: boolean | string | null
  access?: string
  note?: string | null
  clause?: string | null
}
export interface StateSchema { name: string; title: string; next: string[] }
export interface FormSchema {
  name: string
  title: string
  unit_field: string
  day_field?: string | null
  may_write: boolean
  begin: string[]
  states: StateSchema[]
  fields: FieldSchema[]
  presets?: { field: string; values: string[] }[] | null
}
export interface Finding { field?: string | null; say: string; clause?: string | null }
export interface RecordItem {
  id: string
  programme: string
  register: string
  unit: UnitRef
  day: string | null
  state: string | null
  state_title: string | null
  version: number
  fields: Record<string, Value>
  labels: Record<string, string>
  marks: Record<string, { at: string; by: string; unit?: string | UnitRef } | null>
  findings: Finding[]
  created_at: string
  changed_at: string
  changed_by: string
}
export interface RecordPage {
  total: number
  page: number
  size: number
  columns: { name: string; title: string }[]
  items: RecordItem[]
}
export interface Change { field: string; title: string; from: Value; to: Value }
export interface HistoryItem {
  version: number
  at: string
  by: string
  unit: string | UnitRef
  device?: string | null
  reason?: string | null
  changes: Change[]
  state?: string | null
}
export interface RecordDetail extends RecordItem {
  next_states: { name: string; title: string; missing: string[] }[]
  marks_open: { field: string; title: string; may: boolean }[]
  history: HistoryItem[]
  feeds: { kind: 'measure' | 'duty' | 'return'; title: string; period: string; name?: string }[]
}
export interface ImportResult {
  accepted: number
  duplicates: number
  rejected: { row: number; column: string; column_title?: string | null; value: Value; say: string }[]
  rejected_file_url?: string | null
}

// Programmes
export interface ProgrammeItem {
  id: string
  title: string
  state: 'draft' | 'published' | 'both'
  version?: number | null
  published_at?: string | null
  plan?: string | null
  open_asks: number
}
export interface Ask {
  name: string
  title: string
  type: string
  options?: { key: string; title: string; consequences?: string | null }[] | null
  note?: string | null
  clause?: string | null
  answer: Value
  answered_by?: string | null
  answered_at?: string | null
  needed_before_publication: boolean
}
/** The programme model as programme.yaml says it; the pages show it and judge nothing by it. */
export interface ProgrammeModel {
  summary?: string
  groups?: Record<string, { where?: string; union?: string[]; stated?: number; clause?: string }>
  measures?: Record<string, { title: string; measured_in?: string; clause?: string }>
  targets?: Record<string, { title: string; measure: string; who: string; op: string; value?: string; roll_up?: string; aspired?: boolean; clause?: string }>
  duties?: Record<string, { title: string; who: string; every?: string; due: unknown; clause?: string }>
  returns?: Record<string, { title: string; who: string; to: string; every: string; due: unknown; clause?: string }>
  lists?: Record<string, { title: string; register: string; clause?: string }>
  tables?: Record<string, { title: string; clause?: string }>
  registers?: Record<string, { title: string; clause?: string }>
  bodies?: { title: string; clause?: string; posts?: { title: string; count?: number; holder?: string }[] }[]
}
export interface Programme {
  id: string
  title: string
  summary: string
  version: number | null
  published_at: string | null
  plan?: string | null
  model: ProgrammeModel
  window: { from: Value; to: Value } | UnknownValue | null
  asks: Ask[]
  groups: { name: string; count: number; stated?: number | null }[]
  clauses: Record<string, string>
  registers: FormSchema[]
}
export interface Diagnostic {
  line: number
  column: number
  severity: 'error' | 'warning' | 'hint' | string
  code: string
  message: string
  hint?: string | null
}
export interface Draft { yaml: string; edited_at: string; edited_by: string; version: number; diagnostics: Diagnostic[] }
export interface Fanout {
  units_total: number
  groups: { name: string; count: number; stated?: number | null; agrees?: boolean | null }[]
  targets: {
    name: string
    title: string
    units: number
    sum_of_quotas: Value
    stated: { at_unit: UnitRef | string; quota_sum: Value; stated: Value; source?: string | null; agrees: boolean | null }[]
  }[]
  duties: { name: string; title: string; units: number; per_month: { month: string; count: number }[] }[]
  open_asks: ({ name: string; title: string } | string)[]
  problems: ProblemItem[]
}

// Plans
export interface PlanItem {
  id: string
  title: string
  name: string
  uploaded_at: string
  uploaded_by: string
  state: 'read' | 'drafted' | 'published'
  open_findings: number
  programme?: string | null
}
export interface Element {
  id: string
  kind: string
  line: number
  last_line: number
  start?: number
  end?: number
  col_start?: number | null
  col_end?: number | null
  label: string
  detail?: string | null
  quote?: string | null
  confirmed: null | 'yes' | 'no'
}
export interface Decision {
  choice: string
  value?: Value
  by: string
  at: string
  before?: Value
  after?: Value
  note?: string | null
}
export interface PlanFinding {
  id: string
  code: string
  severity: 'finding' | 'remark' | 'ask'
  say: string
  lines: number[]
  arithmetic?: string | null
  choices: { key: string; title: string; value?: Value }[]
  decision?: Decision | null
  decisions?: Decision[]
}
export interface Plan {
  id: string
  name: string
  title: string
  year: number | null
  documents: { index: number; title: string; genre: string; first_line: number; last_line: number }[]
  document: number
  lines: { n: number; text: string }[]
  reading: Record<string, Element[] | unknown>
  findings: PlanFinding[]
  progress: { confirmed: number; total: number }
  notes: string[]
  programme?: string | null
}

// Returns, board, tables
export interface Cell { value: Value; open_url?: string | null; of?: string | null; link?: string | null }
export interface ReturnColumn { title: string; measured_in?: string | null; group?: string | null }
export interface ReturnRow { unit: UnitRef; cells: Cell[]; is_total?: boolean; state?: string; days_late?: number | null }
export interface Coverage { reported: number; zero?: number; expected: number; missing: UnitRef[] }
export interface ReturnTable {
  title: string
  unit: UnitRef | string
  period: string
  period_title: string
  due: string | UnknownValue
  state: 'open' | 'filed' | 'late' | 'missing' | string
  days_late?: number | null
  filed: { version: number; at: string; by: string; zero?: boolean }[]
  version?: number | null
  live: boolean
  may_file?: boolean
  columns: ReturnColumn[]
  rows: ReturnRow[]
  differences_to_filed: ({ say?: string; unit?: UnitRef; column?: string; from?: Value; to?: Value })[]
  coverage?: Coverage | null
}
export interface ReturnItem { name: string; title: string; every: string; who: string; to: string; periods?: string[] }
export interface CompiledTable {
  title: string
  unit: UnitRef | string
  period: string
  period_title: string
  columns: ReturnColumn[]
  rows: (ReturnRow & { state?: 'filed' | 'zero' | 'missing' | 'late' | string })[]
  total?: Cell[]
  coverage: Coverage
}
export interface BoardTarget {
  name: string
  title: string
  measured_in?: string | null
  op: string
  value: Value
  actual: Value
  met: boolean | UnknownValue | null
  units_met: number
  units_total: number
  gap: Value
  state?: string | null
  forecast?: string | null
}
export interface MatrixCell { value: Value; target: Value; state: 'met' | 'short' | 'unknown' | 'none'; gap?: Value; link?: string | null }
export interface Board {
  unit: UnitRef
  on?: string
  red: { title: string; say: string; unit: UnitRef | string; kind: string; link?: string | null; why_url?: string | null }[]
  red_total?: number
  targets: BoardTarget[]
  matrix: { columns: { name: string; title: string }[]; rows: { unit: UnitRef; cells: MatrixCell[] }[] }
  returns: { name: string; title: string; period: string; filed: number; zero: number; expected: number; missing: UnitRef[] }[]
  pending: { title: string; filed: number; expected: number; missing: UnitRef[] }[]
}
export interface SummaryTable {
  title: string
  columns: ({ title: string; code?: string } | string)[]
  rows: { title: string; cells: { value: Value; plan?: Value; link?: string | null }[] }[]
  notes: string[]
}
export interface ExplainPart { title?: string; say?: string; result?: Value; value?: Value; parts?: ExplainPart[]; link?: string | null }
export interface Explanation {
  result: Value
  say: string
  rule: { text: string; words: string }
  values: { title: string; value: Value; link?: string | null }[]
  records: { id: string; title: string }[]
  clause?: { ref: string; sentence: string } | null
  parts?: ExplainPart[] | null
}
export interface PublicProgramme {
  title: string
  pages: { title: string; columns: { name?: string; title: string }[]; items: { [name: string]: Value }[] }[]
}
