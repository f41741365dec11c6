import { useEffect, useId, useRef, type ReactNode } from 'react'
import { t } from '../i18n'
import { Icon } from './Icon'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
  foot?: ReactNode
  /** `drawer` stands at the right edge, `dialog` in the middle. */
  kind?: 'dialog' | 'drawer'
  wide?: boolean
}

/** The browser's own dialog: keeps the focus inside, Esc closes, focus goes back where it was. */
export function Dialog({ title, onClose, children, foot, kind = 'dialog', wide = false }: Props) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = ref.current
    if (dialog && !dialog.open) dialog.showModal()
    return () => { dialog?.close() }
  }, [])
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- Esc is the keyboard's way
    <dialog
      ref={ref}
      className={`${kind}${wide ? ' dialog-wide' : ''}`}
      aria-labelledby={id}
      onCancel={(e) => { e.preventDefault(); onClose() }}
      onClick={(e) => { if (e.target === ref.current) onClose() }}
    >
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="btn btn-icon" aria-label={t('do.close')} onClick={onClose}><Icon name="close" /></button>
      </div>
      <div className="dialog-body">{children}</div>
      {foot && <div className="dialog-foot">{foot}</div>}
    </dialog>
  )
}

interface ConfirmProps { title: string; say: string; go: string; danger?: boolean; busy?: boolean; wide?: boolean; onGo: () => void; onClose: () => void; children?: ReactNode }

/** A question before something that others will see. */
export function Confirm({ title, say, go, danger = false, busy = false, wide = false, onGo, onClose, children }: ConfirmProps) {
  return (
    <Dialog
      wide={wide}
      title={title}
      onClose={onClose}
      foot={<>
        <button type="button" className="btn" onClick={onClose}>{t('do.cancel')}</button>
        <button type="button" className={danger ? 'btn btn-danger' : 'btn btn-main'} disabled={busy} onClick={onGo}>{busy ? t('working') : go}</button>
      </>}
    >
      <p>{say}</p>
      {children}
    </Dialog>
  )
}
