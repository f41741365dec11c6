import { beforeEach, expect, test } from 'vitest'
import { testNet } from '../test/net'
import { drop, sendAll, submitOrKeep, waiting, type Waiting } from './outbox'
import { newId } from './uuid'

const fields = { unit: '5103', held_on: '2026-11-20', place: '社区活动室', topics: ['合理用药'], lecturer: '林志远', people: '60' }
const item = (id: string, over: Record<string, string> = {}): Waiting => ({
  id, user: 'liuxi', programme: 'health-tour', register: 'tour', title: '健康巡讲记录', body: { id, state: 'held', fields: { ...fields, ...over } }, kept_at: '2026-11-24T06:00:00Z',
})

/** Takes any number of people that is none below zero. */
function takes(body: unknown): { status: number; json: unknown } {
  const { fields: sent } = body as { fields: Record<string, string> }
  return sent.people?.startsWith('-')
    ? { status: 422, json: { code: 'refused', title: '没有通过', status: 422, problems: [{ field: 'people', say: '不能是负数。' }] } }
    : { status: 201, json: {} }
}

beforeEach(async () => {
  for (const w of await waiting('liuxi')) await drop(w.id)
})

test('a record kept offline is sent once, with its own id', async () => {
  const net = testNet(takes)
  const id = newId()
  net.offline = true
  expect(await submitOrKeep(item(id))).toBe('kept')
  expect((await waiting('liuxi')).map((w) => w.id)).toEqual([id])
  expect(await sendAll('liuxi')).toBe(0)
  net.offline = false
  const both = await Promise.all([sendAll('liuxi'), sendAll('liuxi')])
  expect(both).toEqual([1, 1])
  expect(await waiting('liuxi')).toEqual([])
  expect(net.calls.filter((c) => c.startsWith('POST')).length).toBe(3)
})

test('what the server refuses waits for a person and is not sent again', async () => {
  const net = testNet(takes)
  net.offline = true
  await submitOrKeep(item(newId(), { people: '-1' }))
  net.offline = false
  expect(await sendAll('liuxi')).toBe(0)
  const [left] = await waiting('liuxi')
  expect(left?.refused?.problems?.[0]).toMatchObject({ field: 'people' })
  const before = net.calls.length
  await sendAll('liuxi')
  expect(net.calls.length).toBe(before)
})

test('an account sees only what it kept itself', async () => {
  const net = testNet(takes)
  net.offline = true
  await submitOrKeep(item(newId()))
  expect(await waiting('linjiang')).toEqual([])
})

test('ids are UUIDs of version 7, in the order of time', () => {
  const [a, b] = [newId(1_700_000_000_000), newId(1_700_000_000_001)]
  expect(a).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(a < b).toBe(true)
})
