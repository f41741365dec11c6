import { useImperativeHandle, useRef, type KeyboardEvent, type Ref } from 'react'
import type { Diagnostic } from '../api/types'
import { t } from '../i18n'

interface Props { value: string; diagnostics: Diagnostic[]; onChange: (text: string) => void; onSave: () => void; reveal: Ref<(d: Diagnostic) => void> }

/** A plain text box with line numbers, lines with errors marked; Tab indents by two spaces, Ctrl+S saves. */
export function YamlEditor({ value, diagnostics, onChange, onSave, reveal }: Props) {
  const box = useRef<HTMLTextAreaElement>(null)
  const numbers = useRef<HTMLPreElement>(null)
  const bad = new Set(diagnostics.filter((d) => d.severity === 'error').map((d) => d.line))
  const count = value.split('\n').length
  useImperativeHandle(reveal, () => (d: Diagnostic) => {
    const area = box.current
    if (!area) return
    const lines = value.split('\n')
    const before = lines.slice(0, d.line - 1).reduce((sum, l) => sum + l.length + 1, 0)
    const at = before + Math.max(0, d.column - 1)
    area.focus()
    area.setSelectionRange(at, before + (lines[d.line - 1]?.length ?? 0))
    area.scrollTop = Math.max(0, (d.line - 6) * (area.scrollHeight / Math.max(1, count)))
  })
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if ((event.ctrlKey || event.metaKey) && event.key === 's') {
      event.preventDefault()
      onSave()
    } else if (event.key === 'Tab' && !event.shiftKey && !event.ctrlKey && !event.altKey) {
      event.preventDefault()
      const { selectionStart, selectionEnd } = event.currentTarget
      onChange(`${value.slice(0, selectionStart)}  ${value.slice(selectionEnd)}`)
      const area = event.currentTarget
      requestAnimationFrame(() => { area.setSelectionRange(selectionStart + 2, selectionStart + 2) })
    } else if (event.key === 'Escape') event.currentTarget.blur()
  }
  return (
    <div className="editor-box">
      <pre className="editor-numbers" ref={numbers} aria-hidden="true">
        {Array.from({ length: count }, (_, i) => (bad.has(i + 1) ? <b key={i}>{`${String(i + 1)}\n`}</b> : `${String(i + 1)}\n`))}
      </pre>
      <textarea
        ref={box} aria-label={t('draft.editor')} spellCheck={false} autoCapitalize="none" autoComplete="off" wrap="off" value={value}
        onChange={(e) => { onChange(e.target.value) }} onKeyDown={onKey}
        onScroll={(e) => { if (numbers.current) numbers.current.scrollTop = e.currentTarget.scrollTop }}
      />
    </div>
  )
}
