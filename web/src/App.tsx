import { lazy, Suspense } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import { Boundary } from './components/Boundary'
import { Layout } from './components/Layout'
import { ErrorNote, Loading } from './components/Page'
import { Unreachable } from './api/client'
import { useSession } from './lib/session'

const Login = lazy(async () => ({ default: (await import('./routes/login')).Login }))
const ChangePassword = lazy(async () => ({ default: (await import('./routes/password')).ChangePassword }))
const Duties = lazy(async () => ({ default: (await import('./routes/duties')).Duties }))
const Notices = lazy(async () => ({ default: (await import('./routes/notices')).Notices }))
const TargetsPage = lazy(async () => ({ default: (await import('./routes/targets')).Targets }))
const TargetPage = lazy(async () => ({ default: (await import('./routes/target')).TargetPage }))
const MatrixPage = lazy(async () => ({ default: (await import('./routes/matrix')).MatrixPage }))
const GanttPage = lazy(async () => ({ default: (await import('./routes/gantt')).GanttPage }))
const Screen = lazy(async () => ({ default: (await import('./routes/screen')).Screen }))
const DutyPage = lazy(async () => ({ default: (await import('./routes/duty')).DutyPage }))
const Outbox = lazy(async () => ({ default: (await import('./routes/outbox')).Outbox }))
const Programmes = lazy(async () => ({ default: (await import('./routes/programmes')).Programmes }))
const ProgrammeFrame = lazy(async () => ({ default: (await import('./routes/programme-frame')).ProgrammeFrame }))
const ProgrammePage = lazy(async () => ({ default: (await import('./routes/programme')).ProgrammePage }))
const DraftPage = lazy(async () => ({ default: (await import('./routes/draft')).DraftPage }))
const BoardPage = lazy(async () => ({ default: (await import('./routes/board')).BoardPage }))
const BoardChoice = lazy(async () => ({ default: (await import('./routes/board-choice')).BoardChoice }))
const RegisterPage = lazy(async () => ({ default: (await import('./routes/register')).RegisterPage }))
const RecordNew = lazy(async () => ({ default: (await import('./routes/record-new')).RecordNew }))
const RecordPage = lazy(async () => ({ default: (await import('./routes/record')).RecordPage }))
const ReturnPage = lazy(async () => ({ default: (await import('./routes/return')).ReturnPage }))
const CompiledPage = lazy(async () => ({ default: (await import('./routes/compiled')).CompiledPage }))
const TablePage = lazy(async () => ({ default: (await import('./routes/table')).TablePage }))
const FirstOf = lazy(async () => ({ default: (await import('./routes/first-of')).FirstOf }))
const Plans = lazy(async () => ({ default: (await import('./routes/plans')).Plans }))
const PlanReview = lazy(async () => ({ default: (await import('./routes/plan-review')).PlanReview }))
const PlanDifference = lazy(async () => ({ default: (await import('./routes/plan-difference')).PlanDifference }))
const Units = lazy(async () => ({ default: (await import('./routes/units')).Units }))
const Accounts = lazy(async () => ({ default: (await import('./routes/accounts')).Accounts }))
const PublicList = lazy(async () => ({ default: (await import('./routes/public')).PublicList }))
const PublicPage = lazy(async () => ({ default: (await import('./routes/public')).PublicPage }))
const NotFound = lazy(async () => ({ default: (await import('./routes/not-found')).NotFound }))

export function App() {
  return (
    <Boundary>
      <Suspense fallback={<Loading />}>
        <Routes>
          <Route path="/public" element={<PublicList />} />
          <Route path="/public/:p" element={<PublicPage />} />
          <Route path="/*" element={<Staff />} />
        </Routes>
      </Suspense>
    </Boundary>
  )
}

/** What only signed-in staff see; without a session, the sign-in page at the same address. */
function Staff() {
  const { session, ask } = useSession()
  if (session.state === 'asking') return <Loading />
  if (session.state === 'unreachable') return <div className="center"><ErrorNote error={new Unreachable()} retry={() => void ask()} /></div>
  if (session.state === 'out') return <Login />
  if (session.me.must_change_password) return <ChangePassword first />
  return (
    <Routes>
      <Route path="screen/:p" element={<Screen />} />
      <Route element={<Layout />}>
        <Route index element={<Navigate to="/duties" replace />} />
        <Route path="login" element={<Navigate to="/duties" replace />} />
        <Route path="duties" element={<Duties />} />
        <Route path="notices" element={<Notices />} />
        <Route path="outbox" element={<Outbox />} />
        <Route path="password" element={<ChangePassword />} />
        <Route path="board" element={<BoardChoice />} />
        <Route path="programmes" element={<Programmes />} />
        <Route path="programmes/:p" element={<ProgrammeFrame />}>
          <Route index element={<ProgrammePage />} />
          <Route path="draft" element={<DraftPage />} />
          <Route path="board" element={<BoardPage />} />
          <Route path="targets" element={<TargetsPage />} />
          <Route path="targets/:name" element={<TargetPage />} />
          <Route path="matrix" element={<MatrixPage />} />
          <Route path="gantt" element={<GanttPage />} />
          <Route path="duties/:d" element={<DutyPage />} />
          <Route path="registers" element={<FirstOf kind="registers" />} />
          <Route path="registers/:r" element={<RegisterPage />} />
          <Route path="registers/:r/new" element={<RecordNew />} />
          <Route path="returns" element={<FirstOf kind="returns" />} />
          <Route path="returns/:f" element={<ReturnPage />} />
          <Route path="returns/:f/compiled" element={<CompiledPage />} />
          <Route path="tables" element={<FirstOf kind="tables" />} />
          <Route path="tables/:name" element={<TablePage />} />
          <Route path="lists" element={<FirstOf kind="lists" />} />
          <Route path="lists/:list" element={<RegisterPage />} />
        </Route>
        <Route path="records/:id" element={<RecordPage />} />
        <Route path="plans" element={<Plans />} />
        <Route path="plans/:id" element={<PlanReview />} />
        <Route path="plans/:id/difference" element={<PlanDifference />} />
        <Route path="units" element={<Units />} />
        <Route path="units/:code" element={<Units />} />
        <Route path="accounts" element={<Accounts />} />
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  )
}
