import { addDays, addMonths, lastOfMonth } from '../src/lib/days'
import { expect, type Person } from './person'

/** A programme of the tests' own, with what the demo's does not have: masked fields, notices, bundles, agreements, merged heads. */
export const OFFICE = 'home-visits'

function yaml(today: string): string {
  const [from, to] = [addMonths(today, -3), lastOfMonth(addMonths(today, 2))]
  return `programme: ${OFFICE}
title: 入户走访
summary: 各县区每月入户走访，按月报表。
window: {from: ${from}, to: ${to}}
groups:
  各设区市: {where: 'level == "市"'}
  各县区: {where: 'level == "县"'}
registers:
  visit:
    title: 走访登记
    unit: unit
    day: date
    fields:
      unit: {title: 走访单位, type: unit, of: 各县区, required: true}
      date: {title: 日期, type: date, required: true}
      place: {title: 地点, type: text}
      name: {title: 户主姓名, type: text, access: masked}
      telephone: {title: 联系电话, type: text, access: masked}
      people: {title: 走访人数, type: whole, measured_in: 人}
measures:
  visits: {title: 走访, measured_in: 次, count: visit}
  people: {title: 受访, measured_in: 人, sum: visit.people}
targets:
  visits_each: {title: 每县走访三次, measure: visits, who: 各县区, op: at_least, value: 3, strength: binding}
  people_each: {title: 每县受访百人, measure: people, who: 各县区, op: at_least, value: 100}
bundles:
  both: {title: 走访两项, targets: [visits_each, people_each]}
agreements:
  parts: {title: 分项与合计, left: 3 + 4, right: 8}
duties:
  plan: {title: 报走访计划, who: 各县区, done: visits >= 50, due: {on: ${addDays(today, -3)}}, notices: [{days: -5}, {days: 1, to: 各设区市, say: 下级还没有报计划}]}
  names: {title: 交走访名单, who: 各县区, done: visits >= 50, due: {on: ${addDays(today, 2)}}, notices: [{days: -5, say: 名单请按时交}]}
returns:
  month_table:
    title: 走访月报
    who: 各县区
    to: 各设区市
    every: month
    due: {day_after: 5}
    columns:
      - {title: 本月次数, measure: visits}
      - {title: 累计次数, measure: visits, shows: cumulative}
      - {title: 本月人数, measure: people}
      - {title: 累计人数, measure: people, shows: cumulative}
tables:
  by_county:
    title: 走访情况
    units: 各县区
    rows:
      次数: {of: 各县区, measure: visits}
      次数与任务: {of: 各县区, measure: visits, target: visits_each}
      人数: {of: 各县区, measure: people}
`
}

/** Publishes it once for the whole run; signs in as the province and stays so. */
export async function office(person: Person): Promise<void> {
  await person.signIn('province')
  const there = await person.get<{ id: string; state: string }[]>('/api/programmes')
  if (there.some((p) => p.id === OFFICE && p.state !== 'draft')) return
  const draft = await person.put(`/api/programmes/${OFFICE}/draft`, { yaml: yaml(person.me.today), version: 0 })
  expect([draft.status(), await draft.text()]).toEqual([200, expect.not.stringContaining('"severity":"error"')])
  const published = await person.post(`/api/programmes/${OFFICE}/publish`, {})
  expect(published.status(), await published.text()).toBe(200)
}
