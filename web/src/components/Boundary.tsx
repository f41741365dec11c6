import { Component, type ReactNode } from 'react'
import { t } from '../i18n'

/** Keeps a failed page from taking the frame with it. */
export class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }
  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <div className="note note-red" role="alert">
        <p>{t('error.unexpected')}</p>
        <p><button type="button" className="btn" onClick={() => { location.reload() }}>{t('error.reload')}</button></p>
      </div>
    )
  }
}
