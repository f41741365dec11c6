// What the mock computes for the reading calls. Only as true as a development page needs it; the real rules are the server's.
import { programme } from './data/programme.mjs'
import { records } from './data/records.mjs'
import { childrenOf, ref, under, units } from './data/units.mjs'

export const TODAY = '2026-11-24'
const held = (unit, month, subtree = true) => records.filter((r) => r.register === 'tour' && r.state === 'held' && (subtree ? under(r.unit.code, unit) : r.unit.code === unit) && (!month || r.day.startsWith(month)))
const sum = (list) => String(list.reduce((a, r) => a + Number(r.fields.people ?? 0), 0))
const link = (unit, month, extra = '') => `/api/programmes/health-tour/registers/tour/records?unit=${unit}${month ? `&period=${month}` : ''}${extra}`
const why = (kind, name, unit, period) => `/api/programmes/health-tour/explain?kind=${kind}&name=${name}&unit=${unit}${period ? `&period=${period}` : ''}`

const filed = new Map([['51/2026-10', [{ version: 1, at: '2026-11-05T06:10:00Z', by: '方敏', zero: false }]]])
for (const c of ['52', '54', '56']) filed.set(`${c}/2026-10`, [{ version: 1, at: '2026-11-04T02:00:00Z', by: '经办', zero: c === '56' }])
filed.set('55/2026-10', [{ version: 1, at: '2026-11-07T01:00:00Z', by: '经办', zero: false }])
export const filings = filed

export function duties(me) {
  const base = { programme: 'health-tour', programme_title: programme.title, unit: ref(me.unit), record: null, form: null, days_late: null, zero_report: false, clause: 'L9' }
  const item = (over) => ({ ...base, why_url: why(over.kind === 'return' ? 'return' : 'duty', over.name, me.unit, over.period), ...over })
  const groups = { overdue: [], today: [], this_week: [], later: [], pending: [], done: [] }
  const tours = { kind: 'duty', name: 'tours', title: '健康巡讲不少于 4 场', form: 'tour', clause: 'L6', period: 'once', period_title: '全程' }
  const level = ref(me.unit).level
  if (level === '市') {
    const monthly = { kind: 'return', name: 'monthly', title: '巡讲月报表', zero_report: false }
    groups.overdue.push(item({ ...monthly, period: '2026-09', period_title: '2026年9月', due: '2026-10-05', state: 'overdue', days_late: 50 }))
    groups.later.push(item({ ...monthly, period: '2026-11', period_title: '2026年11月', due: '2026-12-05', state: 'open' }))
    groups.done.push(item({ ...monthly, period: '2026-10', period_title: '2026年10月', due: '2026-11-05', state: 'met' }))
    groups.later.push(item({ kind: 'duty', name: 'nominate', title: '推荐优秀讲师 3 名', form: 'nomination', period: 'once', period_title: '全程', due: '2026-12-10', state: 'open', clause: 'L11' }))
    groups.pending.push(item({ kind: 'duty', name: 'work_plan', title: '巡讲工作方案', period: 'once', period_title: '全程', due: { unknown: 'pending', why: '各市工作方案的上报日期没有定' }, state: 'pending', clause: 'L12' }))
  }
  groups.today.push(item({ kind: 'duty', name: 'weekly', title: '本周巡讲安排', form: 'tour', period: '2026-W48', period_title: '2026年11月23日起一周', due: TODAY, state: 'open', zero_report: true, clause: 'L8' }))
  groups.this_week.push(item({ kind: 'record', name: 'archive', title: '给 11月12日 的记录存档', record: records.find((r) => r.unit.code === me.unit)?.id ?? records[0].id, period: 'once', period_title: '', due: '2026-11-27', state: 'open', clause: 'L8' }))
  groups.later.push(item({ ...tours, due: '2026-12-31', state: 'open' }))
  return { today: TODAY, groups }
}

export function returnTable(unit, period, version) {
  const rows = [ref(unit), ...childrenOf(unit).map((u) => ref(u.code))].map((u) => {
    const own = held(u.code, period, u.code !== unit ? true : false)
    const all = held(u.code, null, u.code !== unit).filter((r) => r.day.slice(0, 7) <= period)
    return { unit: u, is_total: false, cells: [
      { value: String(own.length), open_url: link(u.code, period, '&own=true') }, { value: own.length ? sum(own) : '0', open_url: link(u.code, period) },
      { value: String(all.length), open_url: link(u.code) }, { value: sum(all), open_url: link(u.code) }, { value: '4', open_url: null }, { value: String(Math.max(0, 4 - all.length)), open_url: null },
    ] }
  })
  const total = held(unit, period)
  const cumulative = held(unit).filter((r) => r.day.slice(0, 7) <= period)
  rows.push({ unit: { code: unit, name: '合计' }, is_total: true, cells: [String(total.length), sum(total), String(cumulative.length), sum(cumulative), String(rows.length * 4), String(Math.max(0, rows.length * 4 - cumulative.length))].map((value) => ({ value, open_url: null })) })
  const f = filings.get(`${unit}/${period}`) ?? []
  return {
    title: '健康巡讲月报表', unit: ref(unit), period, period_title: `${period.slice(0, 4)}年${Number(period.slice(5))}月`, due: dueOf(period), state: f.length ? (f[0].at > `${dueOf(period)}T16:00:00Z` ? 'late' : 'filed') : (dueOf(period) < TODAY ? 'missing' : 'open'),
    days_late: unit === '55' && f.length ? 2 : null, filed: f, version: version ?? null, live: !version, columns: returnColumns, rows,
    differences_to_filed: f.length && unit === '51' && !version ? [{ say: null, unit: ref('5103'), column: '本月人数', from: '860', to: '906' }] : [], coverage: { reported: rows.length - 1, expected: rows.length - 1, missing: [] },
  }
}
const returnColumns = [
  { title: '场次', measured_in: '场', group: '本月' }, { title: '人数', measured_in: '人', group: '本月' },
  { title: '场次', measured_in: '场', group: '累计' }, { title: '人数', measured_in: '人', group: '累计' }, { title: '任务', measured_in: '场', group: null }, { title: '尚差', measured_in: '场', group: null },
]
function dueOf(period) {
  const [y, m] = period.split('-').map(Number)
  return m === 12 ? `${y + 1}-01-05` : `${y}-${String(m + 1).padStart(2, '0')}-05`
}

export function compiled(unit, period) {
  const rows = childrenOf(unit).map((u) => {
    const f = filings.get(`${u.code}/${period}`)
    const t = returnTable(u.code, period)
    const state = f ? (f[0].zero ? 'zero' : t.state) : 'missing'
    return { unit: ref(u.code), state, days_late: t.days_late, cells: f ? t.rows.at(-1).cells.map((c) => ({ ...c, value: f[0].zero ? '0' : c.value, open_url: link(u.code, period) })) : t.columns.map(() => ({ value: null, open_url: null })) }
  })
  const reported = rows.filter((r) => r.state !== 'missing')
  const of = `${reported.length}/${rows.length}`
  rows.push({ unit: { code: unit, name: '合计' }, is_total: true, cells: returnColumns.map((_, i) => ({ value: String(reported.reduce((a, r) => a + Number(r.cells[i].value), 0)), of, open_url: null })) })
  return { title: '健康巡讲月报表（汇总）', unit: ref(unit), period, period_title: `${period.slice(0, 4)}年${Number(period.slice(5))}月`, columns: returnColumns, rows, coverage: { reported: reported.length, zero: rows.filter((r) => r.state === 'zero').length, expected: rows.length - 1, missing: rows.filter((r) => r.state === 'missing').map((r) => r.unit) } }
}

export function board(unit) {
  const below = units.filter((u) => under(u.code, unit))
  const cellsOf = (u) => {
    const own = held(u.code, null, false)
    return [[own.length, 4, 'tours'], [Number(sum(own)), 1000, 'people']].map(([value, target, name]) => ({ value: String(value), target: String(target), state: value >= target ? 'met' : 'short', gap: String(Math.max(0, target - value)), link: why('target', name, u.code) }))
  }
  const rows = below.map((u) => ({ unit: ref(u.code), cells: u.code === '5205' ? [{ value: null, target: '4', state: 'unknown', gap: null, link: why('target', 'tours', u.code) }, { value: null, target: '1000', state: 'unknown', gap: null, link: why('target', 'people', u.code) }] : cellsOf(u) }))
  const met = (i) => rows.filter((r) => r.cells[i].state === 'met').length
  return {
    unit: ref(unit),
    red: [
      { title: '10月月报表没报', say: '沙岭市到 11月5日 没有报 10 月的表，迟 19 天。', unit: ref('53'), kind: 'return', link: '/programmes/health-tour/returns/monthly/compiled?unit=50&period=2026-10', why_url: why('return', 'monthly', '53', '2026-10') },
      { title: '南坪县没有巡讲记录', say: '到今天一场也没有，还差 4 场、1,000 人。', unit: ref('5205'), kind: 'target', link: link('5205'), why_url: why('target', 'tours', '5205') },
      { title: '沙岭市讲师推荐少 1 名', say: '要 3 名，收到 2 名。', unit: ref('53'), kind: 'duty', link: '/api/programmes/health-tour/registers/nomination/records?unit=53', why_url: why('duty', 'nominate', '53') },
    ].filter((r) => under(r.unit.code, unit)),
    targets: [
      { name: 'tours', title: '巡讲场次', measured_in: '场', op: 'at_least', value: String(below.length * 4), actual: String(held(unit).length), met: false, units_met: met(0), units_total: rows.length, gap: String(Math.max(0, below.length * 4 - held(unit).length)), state: null, forecast: null },
      { name: 'people', title: '覆盖人数', measured_in: '人', op: 'at_least', value: String(below.length * 1000), actual: sum(held(unit)), met: { unknown: 'pending', why: '人还是人次没有定' }, units_met: met(1), units_total: rows.length, gap: String(Math.max(0, below.length * 1000 - Number(sum(held(unit))))), state: null, forecast: null },
    ],
    matrix: { columns: [{ name: 'tours', title: '巡讲场次' }, { name: 'people', title: '覆盖人数' }], rows },
    returns: [{ name: 'monthly', title: '巡讲月报表', period: '2026-10', filed: 5, zero: 1, expected: 6, missing: [ref('53')] }],
    pending: [{ title: '巡讲工作方案', filed: 5, expected: 6, missing: [ref('54')] }],
  }
}

export function table() {
  const cities = units.filter((u) => u.level === '市')
  const columns = [{ title: '省本级' }, ...cities.map((u) => ({ title: u.name })), { title: '合计' }]
  const row = (title, cells) => ({ title, cells })
  const value = (v, plan, unit) => ({ value: v, plan, link: unit ? link(unit) : null })
  return {
    title: '表1 任务分配与完成', columns,
    rows: [
      row('省级次数', [value(String(held('50', null, false).length), '4', '50'), ...cities.map(() => value(null, null)), value(String(held('50', null, false).length), '4')]),
      row('市级次数', [value(null, null), ...cities.map((u) => value(String(held(u.code, null, false).length), '4', u.code)), value(String(cities.reduce((a, u) => a + held(u.code, null, false).length, 0)), '24')]),
      row('县区数', [value(null, null), ...cities.map((u) => value(String(childrenOf(u.code).length), null)), value('24', null)]),
      row('合计次数', [value(String(held('50', null, false).length), '4', '50'), ...cities.map((u) => value(String(held(u.code).length), String(4 + 4 * childrenOf(u.code).length), u.code)), value(String(held('50').length), '124')]),
      row('合计覆盖人数', [value(sum(held('50', null, false)), '1000', '50'), ...cities.map((u) => value(sum(held(u.code)), String(1000 * (1 + childrenOf(u.code).length)), u.code)), value(sum(held('50')), '31000')]),
    ],
    notes: ['空白的格子原文没有数。'],
  }
}

export function explanation(q) {
  const unit = q.get('unit') ?? '50'
  const list = held(unit, q.get('period'), false)
  const kind = q.get('kind')
  if (kind === 'return') return { result: '19', say: `${ref(unit).name} 的月报表应在次月 5 日前报，到今天没有收到。`, rule: { text: 'due = day_after(5)', words: '每月的表在次月 5 日 24 时前报，含 5 日，节假日不顺延。' }, values: [{ title: '应报日期', value: '2026-11-05' }, { title: '已报', value: null }], records: [], clause: { ref: 'L9', sentence: programme.clauses.L9 }, parts: [] }
  return {
    result: String(list.length), say: `${ref(unit).name} 办了 ${list.length} 场，任务是不少于 4 场。`, rule: { text: 'count(tour where state == held) >= 4', words: '状态是“已举办”、日期不晚于今天的记录，每条算一场；本单位自己的记录才算。' },
    values: [{ title: '实际场次', value: String(list.length), link: link(unit) }, { title: '任务', value: '4' }, { title: '尚差', value: String(Math.max(0, 4 - list.length)) }],
    records: list.map((r) => ({ id: r.id, title: `${r.day} ${r.fields.place}` })), clause: { ref: 'L6', sentence: programme.clauses.L6 },
    parts: [{ title: '7月', value: String(held(unit, '2026-07', false).length) }, { title: '8月', value: String(held(unit, '2026-08', false).length) }],
  }
}
