// What the mock computes for the reading calls. Only as true as a development page needs it; the real rules are the server's.
import { programme } from './data/programme.mjs'
import { records } from './data/records.mjs'
import { childrenOf, ref, under, units } from './data/units.mjs'

export const TODAY = '2026-11-24'
const held = (unit, month, subtree = true) => records.filter((r) => r.register === 'tour' && r.state === 'held' && (subtree ? under(r.unit.code, unit) : r.unit.code === unit) && (!month || r.day.startsWith(month)))
const sum = (list) => String(list.reduce((a, r) => a + Number(r.fields.people ?? 0), 0))

const filed = new Map([['51/2026-10', [{ version: 1, at: '2026-11-05T06:10:00Z', by: 2, by_name: '方敏', zero: false }]]])
for (const c of ['52', '54', '56']) filed.set(`${c}/2026-10`, [{ version: 1, at: '2026-11-04T02:00:00Z', by: 7, by_name: '经办', zero: c === '56' }])
filed.set('55/2026-10', [{ version: 1, at: '2026-11-07T01:00:00Z', by: 7, by_name: '经办', zero: false }])
export const filings = filed

export function duties(me) {
  const base = { programme: 'health-tour', programme_title: programme.title, unit: ref(me.unit), record: null, form: null, days_late: null, done_at: null, zero_report: false, clause: 'L9', to: null, period: null, period_title: null }
  const item = (over) => ({ ...base, ...over })
  const out = { today: TODAY, overdue: [], today_due: [], this_week: [], later: [], pending: [], missed: [], done: [] }
  if (ref(me.unit).level === '市') {
    const monthly = { kind: 'return', name: 'monthly', title: '报送《巡讲月报表》', to: '省本级' }
    out.overdue.push(item({ ...monthly, period: '2026-09', period_title: '2026年9月', due: '2026-10-05', state: 'overdue', days_late: 50 }))
    out.later.push(item({ ...monthly, period: '2026-11', period_title: '2026年11月', due: '2026-12-05', state: 'open' }))
    out.done.push(item({ ...monthly, period: '2026-10', period_title: '2026年10月', due: '2026-11-05', state: 'met', done_at: '2026-11-05T06:10:00Z' }))
    out.later.push(item({ kind: 'duty', name: 'nominate', title: '推荐优秀讲师 3 名', form: 'nomination', due: '2026-12-10', state: 'open', clause: 'L11' }))
    out.pending.push(item({ kind: 'duty', name: 'work_plan', title: '巡讲工作方案', due: { unknown: 'pending', why: '各市工作方案的上报日期没有定' }, state: 'pending', clause: 'L12' }))
  }
  out.today_due.push(item({ kind: 'duty', name: 'weekly', title: '本周巡讲安排', form: 'tour', period: '2026-W48', period_title: '2026年11月23日起一周', due: TODAY, state: 'open', zero_report: true, clause: 'L8' }))
  out.this_week.push(item({ kind: 'record', name: 'archive', title: '给 11月12日 的记录存档', record: records.find((r) => r.unit.code === me.unit)?.id ?? records[0].id, due: '2026-11-27', state: 'open', clause: 'L8' }))
  out.later.push(item({ kind: 'duty', name: 'tours', title: '健康巡讲不少于 4 场', form: 'tour', clause: 'L6', due: '2026-12-31', state: 'open' }))
  return out
}

const PERIODS = ['2026-11', '2026-10', '2026-09', '2026-08', '2026-07'].map((period) => ({ period, title: `2026年${Number(period.slice(5))}月` }))
const columns = [
  { title: '本月场次', measure: 'tours', measured_in: '场', shows: 'period' }, { title: '本月人数', measure: 'people', measured_in: '人', shows: 'period' },
  { title: '累计场次', measure: 'tours', measured_in: '场', shows: 'cumulative' }, { title: '累计人数', measure: 'people', measured_in: '人', shows: 'cumulative' },
  { title: '任务', measure: 'tours', measured_in: '场', shows: 'target' }, { title: '尚差', measure: 'tours', measured_in: '场', shows: 'gap' },
]
const figuresOf = (unit, period, subtree, units) => {
  const now = held(unit, period, subtree)
  const all = held(unit, null, subtree).filter((r) => r.day.slice(0, 7) <= period)
  return [String(now.length), sum(now), String(all.length), sum(all), String(4 * units), String(Math.max(0, 4 * units - all.length))]
}

export function returnTable(unit, period, version) {
  const below = childrenOf(unit)
  const f = filings.get(`${unit}/${period}`) ?? []
  const late = unit === '55' && f.length > 0
  const overdue = f.length === 0 && dueOf(period) < TODAY
  return {
    programme: 'health-tour', name: 'monthly', title: '健康巡讲月报表', unit: ref(unit), period, period_title: `${period.slice(0, 4)}年${Number(period.slice(5))}月`, periods: PERIODS, due: dueOf(period),
    state: late ? 'late_met' : f.length ? 'met' : overdue ? 'overdue' : 'open', days_late: late ? 2 : overdue ? 19 : null, may_file: ref(unit).level === '市',
    filed: f.map((x) => ({ ...x, days_late: late ? 2 : 0 })), version: version ?? null, columns,
    rows: [{ unit: ref(unit), cells: figuresOf(unit, period, false, 1) }, ...below.map((u) => ({ unit: ref(u.code), cells: figuresOf(u.code, period, true, 1) }))],
    total: figuresOf(unit, period, true, below.length + 1),
    differences: f.length && unit === '51' && !version ? [{ unit: ref('5103'), column: '本月人数', filed: '860', now: '906' }] : [], clause: 'L9',
  }
}
function dueOf(period) {
  const [y, m] = period.split('-').map(Number)
  return m === 12 ? `${y + 1}-01-05` : `${y}-${String(m + 1).padStart(2, '0')}-05`
}

export function compiled(unit, period) {
  const rows = childrenOf(unit).map((u) => {
    const t = returnTable(u.code, period)
    const f = t.filed.at(-1)
    return { unit: ref(u.code), state: t.state, days_late: t.days_late, version: f?.version ?? null, filed_at: f?.at ?? null, zero: f?.zero ?? false, cells: f ? t.total.map((v) => (f.zero ? '0' : v)) : columns.map(() => null) }
  })
  const reported = rows.filter((r) => r.version !== null)
  return {
    programme: 'health-tour', name: 'monthly', title: '健康巡讲月报表', unit: ref(unit), period, period_title: `${period.slice(0, 4)}年${Number(period.slice(5))}月`, periods: PERIODS, columns, rows,
    total: columns.map((_, i) => ({ value: String(reported.reduce((a, r) => a + Number(r.cells[i]), 0)), reported: reported.length, expected: rows.length })),
    coverage: { filed: reported.length, zero: rows.filter((r) => r.zero).length, expected: rows.length, missing: rows.filter((r) => r.version === null).map((r) => r.unit) }, clause: 'L9',
  }
}

const TARGETS = [{ name: 'tours', title: '巡讲场次', measured_in: '场', quota: 4, of: (list) => list.length }, { name: 'people', title: '覆盖人数', measured_in: '人', quota: 1000, of: (list) => Number(sum(list)) }]
export function board(unit) {
  const cell = (u, t) => {
    const holders = units.filter((x) => under(x.code, u))
    const met = holders.filter((x) => t.of(held(x.code, null, false)) >= t.quota).length
    const unknown = u === '5205'
    return { actual: unknown ? null : String(t.of(held(u))), quota: String(t.quota * holders.length), state: unknown ? 'undecided' : met === holders.length ? 'met' : 'short', units_met: met, units_total: holders.length }
  }
  const rows = [unit, ...childrenOf(unit).map((u) => u.code)].map((u) => ({ unit: ref(u), has_children: childrenOf(u).length > 0, cells: TARGETS.map((t) => cell(u, t)) }))
  const red = [
    { kind: 'return_missing', name: 'monthly', title: '巡讲月报表', say: '沙岭市未报2026年10月《巡讲月报表》，已迟19天', units: [ref('53')], period: '2026-10', days_late: 19, clause: 'L9' },
    { kind: 'target_short', name: 'tours', title: '巡讲场次', say: '南坪县到期未达到“巡讲场次”', units: [ref('5205')], period: null, days_late: 0, clause: 'L6' },
    { kind: 'duty_overdue', name: 'nominate', title: '推荐优秀讲师', say: '临江市、安远市、沙岭市等4个单位没有完成“推荐优秀讲师”', units: ['51', '52', '53', '54'].map(ref), period: null, days_late: 0, clause: 'L11' },
  ].filter((r) => under(r.units[0].code, unit))
  return {
    programme: 'health-tour', title: programme.title, unit: ref(unit), today: TODAY, red,
    targets: TARGETS.map((t, i) => { const c = rows[0].cells[i]; return { name: t.name, title: t.title, measure: t.name, measured_in: t.measured_in, op: 'at_least', quota: c.quota, actual: String(t.of(held(unit))), complete: i === 1 ? { unknown: 'pending', why: '人还是人次没有定' } : c.state === 'met', units_met: c.units_met, units_short: c.units_total - c.units_met, units_total: c.units_total, aspired: false, own: null, short: units.filter((x) => under(x.code, unit) && t.of(held(x.code, null, false)) < t.quota).map((x) => ref(x.code)), clause: 'L6' } }),
    matrix: { columns: TARGETS.map(({ name, title, measured_in }) => ({ name, title, measured_in })), rows },
    returns: [{ name: 'monthly', title: '巡讲月报表', period: '2026-10', period_title: '2026年10月', filed: 5, zero: 1, late: 1, expected: 6, missing: [ref('53')] }],
    once: [{ name: 'work_plan', title: '巡讲工作方案', done: 5, expected: 6, open: [ref('54')], pending: true, clause: 'L12' }],
  }
}

export function table() {
  const cities = units.filter((u) => u.level === '市')
  const columns = [ref('50'), ...cities.map((u) => ref(u.code)), null]
  const blank = { blank: true, value: null, plan: null, units: 0 }
  const value = (v, plan = null) => ({ blank: false, value: v, plan, units: 1 })
  const row = (title, measure, measured_in, cells) => ({ title, measure, measured_in, cells })
  const count = (list) => String(list.length)
  return {
    programme: 'health-tour', name: 'plan_actual', title: '表1 任务分配与完成', units_across: true, columns, clause: 'L7',
    rows: [
      row('省级次数', 'tours', '场', [value(count(held('50', null, false)), '4'), ...cities.map(() => blank), value(count(held('50', null, false)), '4')]),
      row('市级次数', 'tours', '场', [blank, ...cities.map((u) => value(count(held(u.code, null, false)), '4')), value(String(cities.reduce((a, u) => a + held(u.code, null, false).length, 0)), '24')]),
      row('县区数', null, null, [blank, ...cities.map((u) => value(String(childrenOf(u.code).length))), value('24')]),
      row('合计次数', 'tours', '场', [value(count(held('50', null, false)), '4'), ...cities.map((u) => value(count(held(u.code)), String(4 + 4 * childrenOf(u.code).length))), value(count(held('50')), '124')]),
      row('合计覆盖人数', 'people', '人', [value(sum(held('50', null, false)), '1000'), ...cities.map((u) => value(sum(held(u.code)), String(1000 * (1 + childrenOf(u.code).length)))), value(sum(held('50')), '31000')]),
    ],
  }
}

export function explanation(q) {
  const unit = q.get('unit') ?? '50'
  const list = held(unit, q.get('period'), false)
  const kind = q.get('kind')
  if (kind === 'return') return { result: '19', say: `${ref(unit).name} 的月报表应在次月 5 日前报，到今天没有收到。`, rule: { text: 'due = day_after(5)', words: '每月的表在次月 5 日 24 时前报，含 5 日，节假日不顺延。' }, values: [{ title: '应报日期', value: '2026-11-05' }, { title: '已报', value: null }], records: [], records_total: 0, clause: { lines: 'L9', sentence: programme.clauses.L9 }, parts: null }
  return {
    result: String(list.length), say: `${ref(unit).name} 办了 ${list.length} 场，任务是不少于 4 场。`, rule: { text: 'count(tour where state == held) >= 4', words: '状态是“已举办”、日期不晚于今天的记录，每条算一场；本单位自己的记录才算。' },
    values: [{ title: '实际场次', value: String(list.length) }, { title: '任务', value: '4' }, { title: '尚差', value: String(Math.max(0, 4 - list.length)) }],
    records: list.map((r) => ({ id: r.id, day: r.day, title: r.fields.place })), records_total: list.length, clause: { lines: 'L6', sentence: programme.clauses.L6 },
    parts: { text: 'count(tour where state == held) >= 4', value: list.length >= 4, parts: [{ text: 'count(tour where state == held)', value: String(list.length) }, { text: '4', value: '4' }] },
  }
}
