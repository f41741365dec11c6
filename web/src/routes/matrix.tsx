import { useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { units } from '../api/calls'
import { DutiesMatrix } from '../components/matrix/DutiesMatrix'
import { FiguresMatrix } from '../components/matrix/FiguresMatrix'
import { ReturnsMatrix } from '../components/matrix/ReturnsMatrix'
import { PageHead } from '../components/Page'
import { UnitPicker } from '../components/UnitPicker'
import { t, type Key } from '../i18n'
import { query } from '../lib/format'
import { useProgramme } from '../lib/programme'
import { useMe } from '../lib/session'
import '../styles/matrix.css'

const KINDS = [{ kind: 'duties', key: 'matrix.duties' }, { kind: 'returns', key: 'matrix.returns' }, { kind: 'figures', key: 'matrix.figures' }] as const satisfies { kind: string; key: Key }[]

/** Who stands where? Tasks × units, units × periods, units × months; every cell opens. */
export function MatrixPage() {
  const programme = useProgramme()
  const me = useMe()
  const [params, setParams] = useSearchParams()
  const code = params.get('unit') ?? me.unit.code
  const kind = KINDS.find((k) => k.kind === params.get('kind'))?.kind ?? 'duties'
  const asked = useQuery({ queryKey: ['unit', code], queryFn: () => units.one(code), enabled: code !== me.unit.code })
  const unit = { code, name: code === me.unit.code ? me.unit.name : (asked.data?.name ?? code) }
  const props = { programme: programme.id, unit }
  return (
    <div className="landscape">
      <PageHead
        title={`${unit.name} ${t('matrix.title')}`}
        answer={t(`matrix.${kind}.note`)}
        actions={<>
          <nav className="switch" aria-label={t('matrix.title')}>{KINDS.map((k) => <Link key={k.kind} to={query({ kind: k.kind === 'duties' ? null : k.kind, unit: params.get('unit') })} aria-current={k.kind === kind ? 'page' : undefined}>{t(k.key)}</Link>)}</nav>
          <div className="unit-filter"><label className="sr" htmlFor="matrix-unit">{t('unit')}</label><UnitPicker id="matrix-unit" value={unit} onPick={(u) => { setParams(new URLSearchParams(query({ kind: params.get('kind'), unit: u?.code }))) }} /></div>
          <button type="button" className="btn only-wide" onClick={() => { window.print() }}>{t('do.print')}</button>
        </>}
      />
      {kind === 'duties' ? <DutiesMatrix {...props} /> : kind === 'returns' ? <ReturnsMatrix {...props} /> : <FiguresMatrix programme={programme} unit={unit} today={me.today} />}
    </div>
  )
}
