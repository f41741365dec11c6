import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { records } from '../api/calls'
import type { FormSchema, ImportResult } from '../api/types'
import { t } from '../i18n'
import { Dialog } from './Dialog'
import { DropZone } from './DropZone'
import { ErrorNote } from './Page'
import { ValueView } from './ValueView'

type Step = { at: 'choose' } | { at: 'checking' | 'importing'; file: File } | { at: 'checked' | 'done'; file: File; result: ImportResult }

/** Import from XLSX: first a trial, then the right rows go in and the wrong ones come back with row, column and reason. */
export function ImportDialog({ programme, register, onClose }: { programme: string; register: FormSchema; onClose: () => void }) {
  const client = useQueryClient()
  const [step, setStep] = useState<Step>({ at: 'choose' })
  const [error, setError] = useState<unknown>(null)
  const send = async (file: File, dryRun: boolean): Promise<void> => {
    setError(null)
    setStep({ at: dryRun ? 'checking' : 'importing', file })
    try {
      const result = await records.import(programme, register.name, file, dryRun)
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
        {step.at === 'choose' && <DropZone label={t('import.drop')} accept=".xlsx" onFile={(file) => void send(file, true)} />}
        {busy && <p className="loading" role="status">{t('import.checking')} {step.file.name}</p>}
        {(step.at === 'checked' || step.at === 'done') && <Outcome result={step.result} done={step.at === 'done'} />}
      </div>
    </Dialog>
  )
}

export function Outcome({ result, done }: { result: ImportResult; done: boolean }) {
  const counts = { ok: result.accepted, dup: result.duplicates, bad: result.rejected.length }
  return (
    <>
      <p className={result.rejected.length > 0 ? 'note note-amber' : 'note note-accent'} role="status">{done ? t('import.done', counts) : t('import.dry', counts)}</p>
      {result.rejected.length > 0 && (
        <>
          <div className="row row-between">
            <h3>{t('import.rejected')}</h3>
            {result.rejected_file_url && <a className="btn btn-small" href={result.rejected_file_url} download>{t('import.download')}</a>}
          </div>
          <div className="table-wrap">
            <table className="grid">
              <thead><tr><th className="r">{t('import.row')}</th><th>{t('import.column')}</th><th>{t('import.value')}</th><th>{t('import.say')}</th></tr></thead>
              <tbody>
                {result.rejected.map((r) => (
                  <tr key={`${String(r.row)}${r.column}${r.say}`}>
                    <td className="r">{r.row}</td><td>{r.column_title ? `${r.column_title}（${r.column}）` : r.column}</td><td><ValueView value={r.value} as="text" /></td><td>{r.say}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </>
  )
}
