import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { accounts } from '../api/calls'
import type { Account, Role, UnitRef } from '../api/types'
import { Confirm, Dialog } from '../components/Dialog'
import { Answer, Empty, ErrorNote, PageHead } from '../components/Page'
import { SortHead } from '../components/tables/SortHead'
import { useRows } from '../components/tables/useRows'
import { UnitPicker } from '../components/UnitPicker'
import { t, tOr } from '../i18n'
import { errorText, fieldErrors } from '../lib/errors'
import { instantText } from '../lib/format'
import { useToast } from '../lib/toast'
import { Scroll } from '../components/Scroll'

const ROLES: Role[] = ['clerk', 'leader', 'manager']

/** Who may sign in, for which unit, with which role. */
export function Accounts() {
  const client = useQueryClient()
  const { say, complain } = useToast()
  const asked = useQuery({ queryKey: ['accounts'], queryFn: () => accounts.list({ size: 500 }) })
  const [adding, setAdding] = useState(false)
  const [resetting, setResetting] = useState<Account | null>(null)
  const [password, setPassword] = useState<string | null>(null)
  const change = async (account: Account, body: Parameters<typeof accounts.change>[1], undo?: Parameters<typeof accounts.change>[1]): Promise<void> => {
    try {
      const changed = await accounts.change(account.id, body)
      if (changed.one_time_password) setPassword(changed.one_time_password)
      else say(t('accounts.changed'), undo ? () => { void change(account, undo) } : undefined)
      await client.invalidateQueries({ queryKey: ['accounts'] })
    } catch (problem) {
      complain(errorText(problem))
    }
  }
  return (
    <div className="page">
      <PageHead title={t('accounts.title')} actions={<button type="button" className="btn btn-main" onClick={() => { setAdding(true) }}>{t('accounts.new')}</button>} />
      {password && <p className="note note-amber" role="status">{t('accounts.password', { password })} <button type="button" className="link" onClick={() => { setPassword(null) }}>{t('do.close')}</button></p>}
      <Answer of={asked}>{({ items }) => (items.length === 0
        ? <Empty>{t('accounts.empty')}</Empty>
        : (
          <List items={items} onToggle={(a) => void change(a, { disabled: !a.disabled }, { disabled: a.disabled })} onReset={setResetting} />
        ))}</Answer>
      {adding && <NewAccount onClose={() => { setAdding(false) }} onDone={(a) => { setAdding(false); say(t('accounts.created', { login: a.login })); if (a.one_time_password) setPassword(a.one_time_password) }} />}
      {resetting && <Confirm title={t('accounts.reset')} say={t('accounts.reset.sure', { name: resetting.name })} go={t('accounts.reset')} onGo={() => { void change(resetting, { reset_password: true }); setResetting(null) }} onClose={() => { setResetting(null) }} />}
    </div>
  )
}

interface ListProps { items: Account[]; onToggle: (account: Account) => void; onReset: (account: Account) => void }

function stateOf(a: Account): string {
  return a.disabled ? t('accounts.off') : a.locked_until ? t('accounts.locked') : a.must_change_password ? t('accounts.fresh') : t('accounts.on')
}

function List({ items, onToggle, onReset }: ListProps) {
  const rows = useRows(items, {
    words: (a) => `${a.name} ${a.login} ${a.unit.name}`, placeholder: t('accounts.search'),
    valueOf: (a, key) => (key === 'unit' ? a.unit.name : key === 'role' ? tOr(`role.${a.role}`, a.role) : key === 'state' ? stateOf(a) : key === 'made' ? a.created_at : key === 'login' ? a.login : a.name),
  })
  const head = (name: string, title: string, className = '') => <SortHead name={name} className={className} sort={rows.sort} onSort={rows.setSort}>{title}</SortHead>
  return (
    <>
      {rows.box && <div className="toolbar">{rows.box}</div>}
      <Scroll label={t('accounts.title')}>
        <table className="grid nowrap">
          <thead><tr>{head('name', t('accounts.name'))}{head('login', t('accounts.login'))}{head('unit', t('accounts.unit'))}{head('role', t('accounts.role'))}{head('made', t('accounts.made'), 'only-wide')}{head('state', t('accounts.active'))}<th scope="col"><span className="sr">{t('do.edit')}</span></th></tr></thead>
          <tbody>
            {rows.shown.map((a) => (
              <tr key={a.id}>
                <td>{a.name}</td><td className="muted">{a.login}</td><td>{a.unit.name}</td><td>{tOr(`role.${a.role}`, a.role)}</td>
                <td className="num only-wide muted">{instantText(a.created_at)}</td>
                <td>{a.disabled ? <span className="tag">{stateOf(a)}</span> : a.locked_until ? <span className="tag tag-amber">{stateOf(a)}</span> : stateOf(a)}</td>
                <td className="nowrap"><span className="row">
                  <button type="button" className="link" onClick={() => { onToggle(a) }}>{a.disabled ? t('accounts.enable') : t('accounts.disable')}</button>
                  <button type="button" className="link" onClick={() => { onReset(a) }}>{t('accounts.reset')}</button>
                </span></td>
              </tr>
            ))}
          </tbody>
        </table>
        {rows.none && <p className="empty">{t('table.none.found')}</p>}
      </Scroll>
    </>
  )
}

function NewAccount({ onClose, onDone }: { onClose: () => void; onDone: (account: Account) => void }) {
  const client = useQueryClient()
  const [login, setLogin] = useState('')
  const [name, setName] = useState('')
  const [unit, setUnit] = useState<UnitRef | null>(null)
  const [role, setRole] = useState<Role>('clerk')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const errors = fieldErrors(error)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const made = await accounts.create({ login: login.trim(), name: name.trim(), unit: unit?.code ?? '', role })
      await client.invalidateQueries({ queryKey: ['accounts'] })
      onDone(made)
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  const wrong = (key: string) => (errors[key] ? <p className="wrong">{errors[key]}</p> : null)
  return (
    <Dialog title={t('accounts.new')} onClose={onClose}>
      <form className="stack" onSubmit={(e) => void submit(e)}>
        {error !== null && <ErrorNote error={error} />}
        <div className="field"><label htmlFor="a-name">{t('accounts.name')}</label><input id="a-name" className="input" required value={name} onChange={(e) => { setName(e.target.value) }} />{wrong('name')}</div>
        <div className="field"><label htmlFor="a-login">{t('accounts.login')}</label><input id="a-login" className="input" required autoCapitalize="none" spellCheck={false} value={login} onChange={(e) => { setLogin(e.target.value) }} />{wrong('login')}</div>
        <div className="field"><label htmlFor="a-unit">{t('accounts.unit')}</label><UnitPicker id="a-unit" value={unit} invalid={Boolean(errors.unit)} onPick={setUnit} />{wrong('unit')}</div>
        <fieldset className="field"><legend>{t('accounts.role')}</legend>
          <div className="ticks">{ROLES.map((r) => <label key={r} className="tick"><input type="radio" name="role" checked={role === r} onChange={() => { setRole(r) }} />{tOr(`role.${r}`, r)}</label>)}</div>
        </fieldset>
        <button type="submit" className="btn btn-main" disabled={busy || unit === null}>{busy ? t('working') : t('do.save')}</button>
      </form>
    </Dialog>
  )
}
