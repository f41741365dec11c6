import { Table, type TableColumnType } from 'antd'
import type { KeyboardEvent, PointerEvent, ReactNode, ThHTMLAttributes } from 'react'
import { Link, useNavigate } from 'react-router'
import type { FormSchema, RecordItem, RecordPage } from '../api/types'
import { t } from '../i18n'
import { cellKeys } from '../lib/cells'
import { arrange, type ColumnChoice } from '../lib/columns'
import { Antd } from './Antd'
import { RecordValue } from './RecordValue'

interface Props {
  page: RecordPage
  register: FormSchema
  sort: string
  onSort: (sort: string) => void
  choice: ColumnChoice
  onChoice: (choice: ColumnChoice) => void
  busy: boolean
}

const NUMBERS = new Set(['whole', 'decimal', 'money', 'percent'])
const WIDTH_MIN = 64
const KEY_STEP = 16

/** The columns of the server, and the state where the register has states. */
export function columnsOf(page: RecordPage, register: FormSchema): { name: string; title: string }[] {
  const state = register.states.length > 0 && !page.columns.some((c) => c.name === 'state') ? [{ name: 'state', title: t('state') }] : []
  return [...page.columns, ...state]
}

export function RecordTable({ page, register, sort, onSort, choice, onChoice, busy }: Props) {
  const navigate = useNavigate()
  const shown = arrange(columnsOf(page, register), choice).filter((c) => !choice.hidden.includes(c.name))
  const columns = shown.map((column, i): TableColumnType<RecordItem> => {
    const field = register.fields.find((f) => f.name === column.name)
    const number = field !== undefined && NUMBERS.has(field.type)
    const width = choice.widths[column.name]
    return {
      key: column.name,
      title: field?.measured_in ? `${column.title}（${field.measured_in}）` : column.title,
      align: number ? 'right' : 'left',
      className: number ? 'num' : '',
      ...(width ? { width } : {}),
      ...(i === 0 ? { fixed: 'left' as const } : {}),
      sorter: field?.type !== 'mark' && field?.type !== 'files',
      sortOrder: sort === column.name ? 'ascend' : sort === `-${column.name}` ? 'descend' : null,
      showSorterTooltip: false,
      ellipsis: width !== undefined,
      onHeaderCell: () => ({ width, title: column.title, onWidth: (w: number) => { onChoice({ ...choice, widths: { ...choice.widths, [column.name]: w } }) } }) as ThHTMLAttributes<HTMLTableCellElement>,
      render: (_, record) => {
        const value = column.name === 'state' ? stateCell(record) : <RecordValue record={record} field={field} name={column.name} compact />
        return i === 0 ? <Link className="row-open" to={`/records/${record.id}`}>{value}</Link> : value
      },
    }
  })
  return (
    <Antd>
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys act on the cells inside */}
      <div data-keys="table" onKeyDown={cellKeys}>
        <Table<RecordItem>
          size="small" rowKey="id" columns={columns} dataSource={page.items} loading={busy} pagination={false}
          scroll={{ x: 'max-content' }} components={{ header: { cell: HeaderCell } }} bordered={false}
          onRow={(record) => ({ onClick: (e) => { if (!(e.target as HTMLElement).closest('a,button')) void navigate(`/records/${record.id}`) } })}
          rowClassName={() => 'rowlink'}
          onChange={(_p, _f, sorter) => {
            const one = Array.isArray(sorter) ? sorter[0] : sorter
            onSort(!one?.order ? '' : one.order === 'ascend' ? String(one.columnKey) : `-${String(one.columnKey)}`)
          }}
        />
      </div>
    </Antd>
  )
}

function stateCell(record: RecordItem): ReactNode {
  return (
    <>
      {record.state_title}
      {record.findings.length > 0 && <span className="tag tag-amber" title={record.findings.map((f) => f.say).join(' ')}>{t('register.finding')}</span>}
    </>
  )
}

interface HeaderProps extends ThHTMLAttributes<HTMLTableCellElement> { width?: number; onWidth?: (width: number) => void }

/** A head cell whose right edge can be dragged, or moved with the arrow keys. */
function HeaderCell({ width, onWidth, children, title, ...rest }: HeaderProps) {
  const drag = (event: PointerEvent<HTMLElement>): void => {
    const cell = event.currentTarget.closest('th')
    if (!cell || !onWidth) return
    event.preventDefault()
    event.stopPropagation()
    const [start, from] = [event.clientX, cell.getBoundingClientRect().width]
    const move = (e: globalThis.PointerEvent): void => { onWidth(Math.max(WIDTH_MIN, Math.round(from + e.clientX - start))) }
    const stop = (): void => {
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', stop)
    }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', stop)
  }
  const onKey = (event: KeyboardEvent<HTMLElement>): void => {
    if ((event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') || !onWidth) return
    event.preventDefault()
    event.stopPropagation()
    const now = width ?? event.currentTarget.closest('th')?.getBoundingClientRect().width ?? WIDTH_MIN
    onWidth(Math.max(WIDTH_MIN, Math.round(now + (event.key === 'ArrowRight' ? KEY_STEP : -KEY_STEP))))
  }
  return (
    <th {...rest}>
      {children}
      {onWidth && (
        <button type="button" tabIndex={-1} className="col-grip" aria-label={`${t('register.width')} ${title ?? ''}`} onPointerDown={drag} onKeyDown={onKey} onClick={(e) => { e.stopPropagation() }} />
      )}
    </th>
  )
}

