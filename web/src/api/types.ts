// Wire types of the HTTP interface, as the server's views define them (crates/app/src/view). A check in CI compares them with
// the generated src/api/schema.d.ts once /api/openapi.json is there.

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
/** Lists come bare or with their total. */
export type Listed<T> = T[] | { items: T[] }
export interface Me {
  user: { id: number; login: string; name: string }
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
  detail_en?: string | null
  problems?: ProblemItem[] | null
  incident?: string
  current?: unknown
  until?: string
}

export interface Unit extends UnitRef {
  level: string
  parent: string | null
  children_count: number
  aliases: string[]
}
export interface UnitDetail extends Unit { ancestors: UnitRef[]; subtree_count?: number }
export interface UnitImport {
  added: number
  changed: number
  unchanged: number
  rejected: RejectedCell[]
}
export interface Page<T> { items: T[]; total: number }
export interface Account {
  id: number
  login: string
  name: string
  unit: UnitRef
  role: Role
  must_change_password: boolean
  disabled: boolean
  locked_until: string | null
  created_at: string
  /** Only in the answer that made it. */
  one_time_password?: string
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
  period: string | null
  period_title: string | null
  due: string | UnknownValue
  state: DutyState
  done_at?: string | null
  to?: string | null
  days_late?: number | null
  record?: string | null
  form?: string | null
  clause?: string | null
  zero_report: boolean
}
export type DutyGroup = 'overdue' | 'today_due' | 'this_week' | 'later' | 'pending' | 'missed' | 'done'
export type Duties = { today: string } & Record<DutyGroup, DutyItem[]>

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
export interface StateSchema { name: string; title: string; next: string[]; asks_for?: string[] }
export interface FormSchema {
  name: string
  title: string
  unit_field: string
  day_field?: string | null
  may_write: boolean
  begin: string[]
  states: StateSchema[]
  fields: FieldSchema[]
  /** With the condition as the programme writes it: the server alone can tell whether it holds. */
  presets?: { field: string; values: string[]; when: string }[] | null
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
  marks: Record<string, { at: string; by: number; by_name?: string | null; unit: UnitRef } | null>
  findings: Finding[]
  created_at: string
  changed_at: string
  changed_by: number
  changed_by_name?: string | null
}
export interface ColumnRef { name: string; title: string; type?: string }
export interface RecordPage {
  total: number
  page: number
  size: number
  columns: ColumnRef[]
  items: RecordItem[]
}
export interface Change { field: string; title: string; from: Value; to: Value }
export interface HistoryItem {
  version: number
  at: string
  by: number
  by_name?: string | null
  device?: string | null
  reason?: string | null
  state_title: string
  changes: Change[]
}
export interface RecordDetail {
  record: RecordItem
  may_correct: boolean
  next_states: { name: string; title: string; missing: Finding[] }[]
  marks_open: { field: string; title: string; may: boolean }[]
  history: HistoryItem[]
  feeds: { kind: string; name: string; title: string; value: Value }[]
}
export interface RejectedCell { row: number; column?: string | null; column_title?: string | null; value?: Value; say: string }
export interface ImportResult {
  id: string
  rows: number
  accepted: number
  duplicates: number
  rejected: RejectedCell[]
  rejected_rows: number
  dry_run: boolean
  unused_columns: string[]
  notes: string[]
}

// Programmes
export interface ProgrammeItem {
  id: string
  title: string
  summary?: string
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
  options?: { key: string; title: string; consequences?: string[] }[] | null
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
  registers?: Record<string, { title: string; clause?: string; fields?: Record<string, { title: string }> }>
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
  window: { from: Value; to: Value }
  asks: Ask[]
  groups: { name: string; count: number; stated?: number | null; units?: UnitRef[] }[]
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
export interface Draft { programme: string; yaml: string; plan?: string | null; edited_at: string; edited_by: number; edited_by_name?: string | null; version: number; diagnostics: Diagnostic[] }
export interface Fanout {
  units_total: number
  groups: { name: string; count: number; stated?: number | null; agrees?: boolean | null }[]
  targets: {
    name: string
    title: string
    units: number
    sum_of_quotas: Value
    stated: { at: UnitRef; sum_of_quotas: Value; stated: Value; source: string; agrees: boolean | null }[]
  }[]
  /** Duties and returns falling due, per level and month. */
  load: { level: string; month: string; duties: number; units: number }[]
  open_asks: { name: string; title: string; needed_before_publication: boolean }[]
  /** In plain sentences; empty: everything agrees. */
  differences: string[]
}
export interface Published { version: number; fanout: Fanout; unsettled: string[] }

// Plans
export interface PlanItem {
  id: string
  title: string
  name: string
  uploaded_at: string
  uploaded_by: number
  uploaded_by_name?: string | null
  state: 'read' | 'drafted' | 'published'
  open_findings: number
  programme?: string | null
}
export interface Element {
  id: string
  kind: string
  line: number
  last_line: number
  /** UTF-16 offsets: in the first line, and exclusive in the last. */
  col_start: number
  col_end: number
  label: string
  detail: string
  quote: string
  confirmed: 'yes' | 'no' | null
}
export interface PlanTable {
  title: string
  line: number
  last_line: number
  columns: string[]
  rows: { label: string; cells: (string | null)[] }[]
  numbers: number
  blanks: number
  placements: number
}
export interface Decision {
  choice: string
  value?: Value
  before?: Value
  note?: string | null
  by: number
  by_name?: string | null
  at: string
}
export interface PlanFinding {
  id: string
  code: string
  severity: 'finding' | 'remark' | 'ask'
  say: string
  lines: number[]
  arithmetic?: { parts: string; computed: string; printed: string; difference: string } | null
  choices: { key: string; title: string; value?: Value }[]
  decision?: Decision | null
}
export interface Plan {
  id: string
  name: string
  title: string
  year: number | null
  uploaded_at: string
  documents: { index: number; title: string; genre: string; first_line: number; last_line: number }[]
  document: number
  lines: { n: number; text: string; noise?: string | null }[]
  elements: Element[]
  tables: PlanTable[]
  findings: PlanFinding[]
  progress: { confirmed: number; total: number; open_findings: number }
  notes: string[]
  programme?: string | null
}

// Returns, board, tables
export interface ReturnColumn { title: string; measure: string; measured_in?: string | null; shows: 'period' | 'cumulative' | 'target' | 'gap' }
export interface PeriodRef { period: string; title: string }
export interface ReturnTable {
  programme: string
  name: string
  title: string
  unit: UnitRef
  period: string
  period_title: string
  periods: PeriodRef[]
  due: string | UnknownValue
  state: DutyState
  days_late: number | null
  may_file: boolean
  filed: { version: number; at: string; by: number; by_name?: string | null; zero: boolean; days_late: number }[]
  version?: number | null
  columns: ReturnColumn[]
  rows: { unit: UnitRef; cells: Value[] }[]
  total: Value[]
  differences: { unit: UnitRef; column: string; filed: Value; now: Value }[]
  clause?: string | null
}
export interface ReturnItem {
  programme: string
  programme_title: string
  name: string
  title: string
  every: string
  who: string
  to: string
  mine: boolean
  receives: boolean
  clause?: string | null
}
export interface Coverage { filed: number; zero: number; expected: number; missing: UnitRef[] }
export interface CompiledRow {
  unit: UnitRef
  state: DutyState
  days_late: number | null
  version: number | null
  filed_at: string | null
  zero: boolean
  cells: Value[]
}
export interface CompiledTable {
  programme: string
  name: string
  title: string
  unit: UnitRef
  period: string
  period_title: string
  periods: PeriodRef[]
  columns: ReturnColumn[]
  rows: CompiledRow[]
  total: { value: Value; reported: number; expected: number }[]
  coverage: Coverage
  clause?: string | null
}
export interface Judgement { quota: Value; actual: Value; met: Value; gap: Value; forecast?: { more: string; part: string; whole: string } | null }
export interface BoardTarget {
  name: string
  title: string
  measure: string
  measured_in?: string | null
  op: string
  quota: Value
  actual: Value
  complete: Value
  units_met: number
  units_short: number
  units_total: number
  aspired: boolean
  own?: Judgement | null
  short: UnitRef[]
  clause?: string | null
}
export interface MatrixCell { actual: Value; quota: Value; state: 'met' | 'short' | 'undecided' | 'none'; units_met: number; units_total: number }
export interface RedItem {
  kind: 'return_missing' | 'return_late' | 'duty_overdue' | 'target_short' | string
  name: string
  title: string
  say: string
  units: UnitRef[]
  period: string | null
  days_late: number
  clause?: string | null
}
export interface Board {
  programme: string
  title: string
  unit: UnitRef
  today: string
  red: RedItem[]
  targets: BoardTarget[]
  matrix: { columns: { name: string; title: string; measured_in?: string | null }[]; rows: { unit: UnitRef; has_children: boolean; cells: MatrixCell[] }[] }
  returns: { name: string; title: string; period: string; period_title: string; filed: number; zero: number; late: number; expected: number; missing: UnitRef[] }[]
  once: { name: string; title: string; done: number; expected: number; open: UnitRef[]; pending: boolean; clause?: string | null }[]
}
export interface SummaryTable {
  programme: string
  name: string
  title: string
  units_across: boolean
  /** Units, then the total (`null`). */
  columns: (UnitRef | null)[]
  rows: { title: string; measure?: string | null; measured_in?: string | null; cells: { blank: boolean; value: Value; plan?: Value; units: number }[] }[]
  clause?: string | null
}
/** How an expression came to its value: its words, the value, what it rests on. */
export interface ExplainPart { text?: string; value?: Value; shown?: string | null; note?: string | null; parts?: ExplainPart[] }
export interface Explanation {
  result: Value
  say: string
  rule: { text: string; words: string }
  values: { title: string; value: Value }[]
  records: { id: string; title: string; day: string }[]
  records_total: number
  clause?: { lines: string; sentence: string | null } | null
  parts?: ExplainPart | ExplainPart[] | null
}
export interface PublicProgramme {
  id: string
  title: string
  summary?: string
  pages: { title: string; columns: ColumnRef[]; items: { [name: string]: Value }[] }[]
}
