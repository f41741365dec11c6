import { Link } from 'react-router'
import { Empty } from '../components/Page'
import { t } from '../i18n'

export function NotFound() {
  return <Empty action={<Link to="/duties">{t('notfound.home')}</Link>}>{t('notfound')}</Empty>
}
