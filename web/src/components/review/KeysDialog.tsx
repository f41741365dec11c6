import { t, type Key } from '../../i18n'
import { Dialog } from '../Dialog'

const KEYS: [string, Key][] = [
  ['j ↓', 'review.key.next'], ['k ↑', 'review.key.previous'], ['Enter', 'review.key.open'], ['Space', 'review.key.confirm'], ['e', 'review.key.edit'],
  ['x', 'review.key.choose'], ['m', 'review.key.merge'], ['s', 'review.key.split'], ['d', 'review.key.drop'], ['a', 'review.key.add'],
  ['u', 'review.key.undo'], ['o', 'review.key.undecided'], ['/', 'review.key.search'], ['Esc', 'review.key.leave'], ['?', 'keys.help'],
]

/** The keys of the review page. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <dl className="pairs">{KEYS.map(([k, key]) => <div key={k}><dt>{t(key)}</dt><dd><kbd>{k}</kbd></dd></div>)}</dl>
    </Dialog>
  )
}
