import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { records } from '../api/calls'
import type { FormSchema, ImportResult, UnitImport } from '../api/types'
import { t } from '../i18n'
import { Dialog } from './Dialog'
import { DropZone } from './DropZone'
import { ErrorNote } from './Page'
import { ValueView } from './ValueView'
import { Scroll } from './Scroll'

type Step = { at: 'choose' } | { at: 'checking' | 'importing'; file: File } | { at: 'checked' | 'done'; file: File; result: ImportResult }

/** Import from XLSX: first a trial, then the right rows go in and the wrong ones come back with row, column and reason. */
export function ImportDialog({ programme, register, onClose }: { programme: string; register: FormSchema; onClose: () => void }) {
  const client = useQueryClient()
  const [step, setStep] = useState<Step>({ at: 'choose' })
  const [error, setError] = useState<unknown>(null)
  const [state, setState] = useState(register.begin[0] ?? '')
  const begins = register.states.filter((s) => register.begin.includes(s.name))
  const send = async (file: File, dryRun: boolean): Promise<void> => {
    setError(null)
    setStep({ at: dryRun ? 'checking' : 'importing', file })
    try {
      const result = await records.import(programme, register.name, file, { dryRun, ...(state ? { state } : {}) })
      setStep({ at: dryRun ? 'checked' : 'done', file, result })
      if (!dryRun) void client.invalidateQueries()
    } catch (problem) {
      setError(problem)
      setStep({ at: 'choose' })
    }
  }
  const busy = step.at === 'checking' || step.at === 'importing'
  return (
    <Dialog
      wide title={t('import.title', { title: register.title })} onClose={onClose}
      foot={<>
        {(step.at === 'checked' || step.at === 'done') && <button type="button" className="btn" onClick={() => { setStep({ at: 'choose' }) }}>{t('import.another')}</button>}
        {step.at === 'checked' && <button type="button" className="btn btn-main" disabled={step.result.accepted === 0} onClick={() => void send(step.file, false)}>{t('import.go', { ok: step.result.accepted })}</button>}
        {step.at === 'done' && <button type="button" className="btn btn-main" onClick={onClose}>{t('do.close')}</button>}
      </>}
    >
      <div className="stack">
        <p>{t('import.note')} <a href={records.templateUrl(programme, register.name)} download>{t('register.template')}</a></p>
        {error !== null && <ErrorNote error={error} />}
        {step.at === 'choose' && begins.length > 1 && (
          <fieldset className="field"><legend>{t('import.state')}</legend>
            <div className="ticks">{begins.map((s) => <label key={s.name} className="tick"><input type="radio" name="import-state" checked={state === s.name} onChange={() => { setState(s.name) }} />{s.title}</label>)}</div>
          </fieldset>
        )}
        {step.at === 'choose' && <DropZone label={t('import.drop')} accept=".xlsx,.xls,.csv" onFile={(file) => void send(file, true)} />}
        {busy && <p className="loading" role="status">{t('import.checking')} {step.file.name}</p>}
        {(step.at === 'checked' || step.at === 'done') && <Outcome
            say={t(step.at === 'done' ? 'import.done' : 'import.dry', { ok: step.result.accepted, dup: step.result.duplicates, bad: step.result.rejected_rows })}
            rejected={step.result.rejected} notes={[...step.result.notes, ...(step.result.unused_columns.length > 0 ? [t('import.unused', { names: step.result.unused_columns.join('、') })] : [])]}
            download={step.at === 'done' && step.result.rejected.length > 0 ? records.rejectedUrl(step.result.id) : null}
          />}
      </div>
    </Dialog>
  )
}

type Rejected = (ImportResult | UnitImport)['rejected'][number]

/** What became of a sheet: how many rows, and why the others were not taken. */
export function Outcome({ say, rejected, notes, download }: { say: string; rejected: Rejected[]; notes: string[]; download: string | null }) {
  return (
    <>
      <p className={rejected.length > 0 ? 'note note-amber' : 'note note-accent'} role="status">{say}</p>
      {notes.length > 0 && <ul className="muted small">{notes.map((n) => <li key={n}>{n}</li>)}</ul>}
      {rejected.length > 0 && (
        <>
          <div className="row row-between">
            <h3>{t('import.rejected')}</h3>
            {download && <a className="btn btn-small" href={download} download>{t('import.download')}</a>}
          </div>
          <Scroll>
            <table className="grid">
              <thead><tr><th className="r">{t('import.row')}</th><th>{t('import.column')}</th><th>{t('import.value')}</th><th>{t('import.say')}</th></tr></thead>
              <tbody>
                {rejected.map((r) => (
                  <tr key={`${String(r.row)}${r.column ?? ''}${r.say}`}>
                    <td className="r">{r.row}</td><td>{r.column_title ? `${r.column_title}${r.column ? `（${r.column}）` : ''}` : r.column}</td><td><ValueView value={r.value} as="text" /></td><td>{r.say}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </>
      )}
    </>
  )
}
