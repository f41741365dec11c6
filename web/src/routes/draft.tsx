import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { programmes } from '../api/calls'
import { Problem } from '../api/client'
import type { Diagnostic, Draft } from '../api/types'
import { Empty, ErrorNote, Loading, PageHead } from '../components/Page'
import { YamlEditor } from '../components/YamlEditor'
import { t } from '../i18n'
import { instantText, personName } from '../lib/format'
import { readKept, writeKept } from '../lib/kept'
import { useProgramme } from '../lib/programme'
import { useToast } from '../lib/toast'
import '../styles/programme.css'

/** The programme file itself, with what the checker says of it. */
export function DraftPage() {
  const programme = useProgramme()
  const asked = useQuery({ queryKey: ['draft', programme.id], queryFn: () => programmes.draft(programme.id), staleTime: Infinity, refetchOnWindowFocus: false })
  if (asked.error instanceof Problem && asked.error.status === 404) return <Empty>{t('draft.none')}</Empty>
  if (asked.error) return <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
  if (!asked.data) return <Loading />
  return <Editor key={asked.data.version} id={programme.id} draft={asked.data} />
}

interface Kept { yaml: string; version: number }

function Editor({ id, draft }: { id: string; draft: Draft }) {
  const client = useQueryClient()
  const { say } = useToast()
  const key = `draft.${id}`
  const [kept, setKept] = useState(() => readKept<Kept>(key))
  const [yaml, setYaml] = useState(draft.yaml)
  const [diagnostics, setDiagnostics] = useState<Diagnostic[]>(draft.diagnostics)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const reveal = useRef<((d: Diagnostic) => void) | null>(null)
  const dirty = yaml !== draft.yaml
  const change = (text: string): void => {
    setYaml(text)
    writeKept(key, text === draft.yaml ? null : { yaml: text, version: draft.version })
  }
  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const save = (): Promise<void> => run(async () => {
    const next = await programmes.saveDraft(id, yaml, draft.version)
    writeKept(key, null)
    client.setQueryData(['draft', id], next)
    void client.invalidateQueries({ queryKey: ['programme', id] })
    say(t('saved'))
  })
  const check = (): Promise<void> => run(async () => { setDiagnostics(await programmes.check(id, yaml)) })
  const conflict = error instanceof Problem && error.status === 409
  const offer = kept && kept.yaml !== draft.yaml && !dirty
  const errors = diagnostics.filter((d) => d.severity === 'error').length
  return (
    <>
      <PageHead
        title={t('draft.title')}
        answer={<>{t('draft.saved', { by: personName(draft.edited_by), at: instantText(draft.edited_at) })}{dirty && <span className="tag tag-amber">{t('draft.dirty')}</span>}</>}
        actions={<>
          <button type="button" className="btn" disabled={busy} onClick={() => void check()}>{t('draft.check')}</button>
          <button type="button" className="btn btn-main" disabled={busy || !dirty} onClick={() => void save()}>{busy ? t('working') : t('draft.save')}</button>
        </>}
      />
      {offer && (
        <p className="note note-amber row">{t('draft.kept')}
          <button type="button" className="link" onClick={() => { setYaml(kept.yaml); setKept(null) }}>{t('draft.kept.use')}</button>
          <button type="button" className="link" onClick={() => { writeKept(key, null); setKept(null) }}>{t('draft.kept.drop')}</button>
        </p>
      )}
      {conflict && (
        <p className="note note-red" role="alert">{t('draft.conflict')} <button type="button" className="link" onClick={() => void client.refetchQueries({ queryKey: ['draft', id] })}>{t('draft.reload')}</button></p>
      )}
      {error !== null && !conflict && <ErrorNote error={error} />}
      <div className="editor">
        <YamlEditor value={yaml} diagnostics={diagnostics} onChange={change} onSave={() => void save()} reveal={reveal} />
        <section className="panel" aria-label={t('draft.diagnostics')}>
          <p className="panel-pad" role="status">
            {diagnostics.length === 0
              ? <span className="green">{t('draft.ok')}</span>
              : <><b className={errors > 0 ? 'red' : ''}>{t('draft.errors', { n: errors })}</b> · {t('draft.warnings', { n: diagnostics.length - errors })}</>}
          </p>
          <ul className="diagnostics">
            {diagnostics.map((d) => (
              <li key={`${String(d.line)}.${String(d.column)}.${d.code}`}>
                <button type="button" onClick={() => { reveal.current?.(d) }}>
                  <span className={d.severity === 'error' ? 'red' : 'amber'}>{d.message}</span>
                  {d.hint && <span> {d.hint}</span>}
                  <span className="muted small num"> {t('draft.at', { line: d.line, column: d.column })}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </>
  )
}
