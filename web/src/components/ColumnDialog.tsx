import { t } from '../i18n'
import { arrange, type ColumnChoice } from '../lib/columns'
import { Dialog } from './Dialog'

interface Props { columns: { name: string; title: string }[]; choice: ColumnChoice; onChange: (choice: ColumnChoice) => void; onReset: () => void; onClose: () => void }

/** Which columns, in which order; kept on this device. */
export function ColumnDialog({ columns, choice, onChange, onReset, onClose }: Props) {
  const list = arrange(columns, choice)
  const move = (from: number, by: number): void => {
    const order = list.map((c) => c.name)
    const [name] = order.splice(from, 1)
    if (name) order.splice(from + by, 0, name)
    onChange({ ...choice, order })
  }
  const toggle = (name: string, shown: boolean): void => {
    onChange({ ...choice, hidden: shown ? choice.hidden.filter((h) => h !== name) : [...choice.hidden, name] })
  }
  return (
    <Dialog title={t('register.columns')} onClose={onClose} foot={<button type="button" className="btn" onClick={onReset}>{t('register.columns.reset')}</button>}>
      <ul className="lines">
        {list.map((c, i) => (
          <li key={c.name} className="row row-between">
            <label className="tick"><input type="checkbox" checked={!choice.hidden.includes(c.name)} onChange={(e) => { toggle(c.name, e.target.checked) }} />{c.title}</label>
            <span className="row">
              <button type="button" className="btn btn-small" disabled={i === 0} aria-label={t('register.column.up', { title: c.title })} onClick={() => { move(i, -1) }}>↑</button>
              <button type="button" className="btn btn-small" disabled={i === list.length - 1} aria-label={t('register.column.down', { title: c.title })} onClick={() => { move(i, 1) }}>↓</button>
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
