import { useState } from 'react'
import { t, type Key } from '../i18n'
import { Dialog } from './Dialog'

type Keys = [string, Key][]
const EVERYWHERE: Keys = [['g d', 'keys.duties'], ['g b', 'keys.board'], ['Esc', 'keys.close'], ['?', 'keys.help']]
const SEARCH: Keys = [['/', 'keys.search']]
/** What a part of a page understands; the part names itself with `data-keys`. */
const PARTS: Record<string, Keys> = {
  table: [['← ↑ → ↓', 'keys.arrows'], ['Home End', 'keys.ends'], ['Enter', 'keys.open']],
  calendar: [['p n', 'keys.span'], ['t', 'keys.today'], ['l w m', 'keys.views']],
}

/** The keys of the page that is open: what it holds is asked of the page itself, so that the help is never wrong. The review of a plan has a help of its own. */
function ofThisPage(): Keys {
  const parts = new Set([...document.querySelectorAll<HTMLElement>('main [data-keys]')].flatMap((e) => (e.dataset.keys ?? '').split(' ')))
  return [
    ...(document.querySelector('main input[type="search"]') ? SEARCH : []),
    ...Object.entries(PARTS).flatMap(([part, keys]) => (parts.has(part) ? keys : [])),
  ]
}

export function KeysHelp({ onClose }: { onClose: () => void }) {
  const [here] = useState(ofThisPage)
  const list = (keys: Keys) => <dl className="pairs">{keys.map(([k, key]) => <div key={k}><dt>{t(key)}</dt><dd>{k.split(' ').map((one) => <kbd key={one}>{one}</kbd>)}</dd></div>)}</dl>
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <div className="stack">
        {here.length > 0 && <section><h3>{t('keys.page')}</h3>{list(here)}</section>}
        <section><h3>{t('keys.everywhere')}</h3>{list(EVERYWHERE)}</section>
      </div>
    </Dialog>
  )
}
