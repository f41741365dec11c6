import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { mockNet } from '../test/mock-fetch'
import { open } from '../test/render'

const WAIT = { timeout: 8000 }

test('without a session the sign-in page stands at every address, and a wrong password says so', async () => {
  const net = await mockNet()
  open('/programmes/health-tour/board')
  const user = userEvent.setup()
  await user.type(await screen.findByLabelText('账号', {}, WAIT), 'linjiang')
  await user.type(screen.getByLabelText('密码'), 'wrong')
  await user.click(screen.getByRole('button', { name: '登录' }))
  expect((await screen.findByRole('alert')).textContent).toContain('账号或密码不对')
  expect((screen.getByLabelText('账号') as HTMLInputElement).value).toBe('linjiang')
  net.login = 'linjiang'
  await user.clear(screen.getByLabelText('密码'))
  await user.type(screen.getByLabelText('密码'), 'right')
  await user.click(screen.getByRole('button', { name: '登录' }))
  expect(await screen.findByRole('heading', { level: 1, name: /临江市 看板/ }, WAIT)).toBeTruthy()
})

test('at the first sign-in nothing opens before the password is changed', async () => {
  await mockNet('fresh')
  open('/duties')
  expect(await screen.findByText(/这是首次登录/, {}, WAIT)).toBeTruthy()
  const user = userEvent.setup()
  await user.type(screen.getByLabelText('现在的密码'), 'first')
  await user.type(screen.getByLabelText('新密码'), 'short')
  await user.type(screen.getByLabelText('再输一遍新密码'), 'short')
  await user.click(screen.getByRole('button', { name: '保存并继续' }))
  expect(await screen.findByText('新密码至少 8 个字符。')).toBeTruthy()
})

test('duties stand in the order of urgency', async () => {
  await mockNet('linjiang')
  open('/duties')
  await screen.findByRole('heading', { level: 1, name: '我的事项' }, WAIT)
  const heads = (await screen.findAllByRole('heading', { level: 2 }, WAIT)).map((h) => h.textContent)
  expect(heads).toEqual(['已逾期 1', '今天到期 1', '本周到期 1', '以后 3', '日期待定 1'])
  expect(screen.getByText('逾期 50 天')).toBeTruthy()
})

test('a refused form names its fields, keeps what was typed, and goes through when corrected', async () => {
  const net = await mockNet('liuxi')
  open('/programmes/health-tour/registers/tour/new', { phone: true })
  const user = userEvent.setup()
  await user.type(await screen.findByLabelText(/^地点/, {}, WAIT), '社区活动室')
  await user.type(screen.getByLabelText(/^日期/), '2026-11-20')
  await user.click(screen.getByLabelText('合理用药'))
  await user.type(screen.getByLabelText(/^讲师/), '林志远')
  await user.type(screen.getByLabelText(/^听讲人数/), '-1')
  await user.click(screen.getByRole('button', { name: '提交' }))
  expect(await screen.findByText('听讲人数要是整数，不能是负数或小数。', {}, WAIT)).toBeTruthy()
  expect((screen.getByLabelText(/^地点/) as HTMLInputElement).value).toBe('社区活动室')
  await user.clear(screen.getByLabelText(/^听讲人数/))
  // Full-width digits, as an input method types them.
  await user.type(screen.getByLabelText(/^听讲人数/), '６０')
  await user.click(screen.getByRole('button', { name: '提交' }))
  expect(await screen.findByText('已提交。', {}, WAIT)).toBeTruthy()
  expect(net.calls.filter((c) => c.startsWith('POST'))).toHaveLength(2)
})

test('what was typed outlives the page', async () => {
  await mockNet('liuxi')
  open('/programmes/health-tour/registers/tour/new')
  const user = userEvent.setup()
  await user.type(await screen.findByLabelText(/^地点/, {}, WAIT), '村委会院子')
  const kept = Object.entries(localStorage).find(([k]) => k.includes('form.liuxi'))
  expect(JSON.parse(String(kept?.[1]))).toMatchObject({ fields: { place: '村委会院子' } })
})

test('the compiled table leaves cells of missing units blank and says on how many its sums rest', async () => {
  await mockNet('province')
  open('/programmes/health-tour/returns/monthly/compiled?period=2026-10')
  const table = await screen.findByRole('table', {}, WAIT)
  const missing = within(table).getByRole('row', { name: /沙岭市/ })
  expect(within(missing).getByText('没报，迟 19 天')).toBeTruthy()
  expect(within(missing).getAllByText('空白')).toHaveLength(6)
  const zero = within(table).getByRole('row', { name: /云浦市/ })
  expect(within(zero).getByText('零报告')).toBeTruthy()
  expect(within(within(table).getByRole('row', { name: /合计/ })).getAllByText('5/6')).toHaveLength(6)
})

test('a decision on a finding names who decided and both values', async () => {
  await mockNet('province')
  open('/plans/plan-1')
  const user = userEvent.setup()
  await user.click(await screen.findByLabelText('省本级改为 1,000', {}, WAIT))
  await user.click(screen.getByRole('button', { name: '决定' }))
  await waitFor(() => { expect(screen.getByText(/周启明 于 .* 决定：省本级改为 1,000/)).toBeTruthy() }, WAIT)
  expect(screen.getByText('100 → 1,000', { selector: '.decided p' })).toBeTruthy()
})

test('elements are confirmed and taken back by keys', async () => {
  await mockNet('province')
  open('/plans/plan-1')
  const user = userEvent.setup()
  await user.click(await screen.findByRole('tab', { name: '读出的内容' }, WAIT))
  await user.keyboard('jy')
  expect(await screen.findByText('1 / 13 已确认', {}, WAIT)).toBeTruthy()
  await user.keyboard('u')
  expect(await screen.findByText('0 / 13 已确认', {}, WAIT)).toBeTruthy()
})
