// Short names for the types that the pages use. All come from the server's description (schema.d.ts, `npm run api`).
import type { components } from './schema'

type S = components['schemas']

/** A value of a field or cell: known, or unknown with its kind; `null` is missing. */
export type Value = S['Figure']
export type UnknownValue = S['UnknownFigure']
export type AboutValue = S['AboutFigure']
export type Fields = Record<string, Value>

export type Me = S['Me']
export type Role = S['RoleName']
export type Person = S['Person']
export type ProblemItem = S['FieldProblem']
export type ProblemDocument = S['ProblemDocument']

/** A unit by its code and name; pages that pick one know no more. */
export type UnitRef = Omit<S['UnitRef'], 'level'> & { level?: string }
export type Unit = S['UnitItem']
export type UnitImport = S['UnitImport']
export type Account = S['AccountWithPassword']
export type AccountChange = S['AccountChange']

export type DutyItem = S['DutyItem']
export type DutyPage = S['DutyPage']
export type DutyList = S['DutyList']
export type Notice = S['NoticeItem']
export type Feed = S['TokenItem']
export type Bundle = S['BundleCard']
export type Agreement = S['AgreementCard']
export type DutyGroup = Exclude<keyof S['DutyList'], 'today'>

export type FieldSchema = S['FieldView']
export type FormSchema = S['FormSchema']
export type RecordItem = S['RecordView']
export type RecordPage = S['RecordList']
export type RecordDetail = S['RecordPage']
export type NextState = S['NextState']
export type FileRef = S['FileRef']
export type Opening = S['Opening']
export type HistoryItem = S['Version']
export type ImportResult = S['ImportResult']

export type Ask = S['AskView']
export type Programme = S['ProgrammePage']
export type Diagnostic = S['DiagnosticView']
export type Draft = S['DraftView']
export type Fanout = S['FanoutView']

export type Plan = S['PlanPage']
export type Element = S['Element']
export type ElementValues = S['ElementValues']
export type UnitInRole = S['UnitInRole']
export type SeenElement = S['SeenElement']
export type PutElement = S['PutElement']
export type ProposalPage = S['ProposalPage']
export type DifferencePage = S['DifferencePage']
export type Difference = S['DifferenceView']
export type Relation = S['RelationName']
export type TakenDifferences = S['TakenDifferences']
export type Revised = S['Revised']
export type PlanTable = S['TableView']
export type PlanFinding = S['FindingPage']

export type PeriodRef = S['PeriodRef']
export type ReturnColumn = S['ColumnHead']
export type ReturnTable = S['ReturnPage']
export type CompiledTable = S['CompiledPage']
export type Coverage = S['Coverage']
export type Board = S['BoardPage']
export type BoardTarget = S['TargetCard']
export type MatrixCell = S['MatrixCell']
export type RedItem = S['RedView']
export type SummaryTable = S['TablePage']
export type Explanation = S['Explanation']
export type ExplainPart = S['ExplainedPart']
export type PublicProgramme = S['PublicProgramme']
