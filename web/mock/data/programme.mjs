import { units } from './units.mjs'

export const clauses = {
  L6: '各级每单位全年开展健康巡讲不少于4场，覆盖人数不少于1000人。',
  L8: '每场巡讲结束后填写记录表，主办单位和市级专业机构各存档一份。',
  L9: '各市于次月5日前报送上月巡讲月报表。',
  L11: '各市选拔优秀讲师3名，连同课件和录像报省级。',
  L12: '各市制定巡讲工作方案，并适时组织效果评估。',
}
const field = (name, title, type, extra = {}) => ({ name, title, type, required: false, options: [], open_with_reason: null, of: null, measured_in: null, shown: true, access: 'internal', note: null, clause: null, ...extra })

export const registers = [
  {
    name: 'tour', title: '健康巡讲记录', unit_field: 'unit', day_field: 'held_on', may_write: true, begin: ['held', 'planned'],
    states: [{ name: 'planned', title: '已安排', next: ['held', 'cancelled'] }, { name: 'held', title: '已举办', next: [] }, { name: 'cancelled', title: '已取消', next: ['planned'] }],
    fields: [
      field('unit', '主办单位', 'unit', { required: true, clause: 'L8' }),
      field('held_on', '日期', 'date', { required: true }),
      field('place', '地点', 'text', { required: true, access: 'public' }),
      field('topics', '主题', 'choices', { required: true, options: ['合理用药', '烟草控制', '慢病防治', '妇幼保健'], open_with_reason: 'other_reason', access: 'public' }),
      field('other_reason', '自选主题的理由', 'text', { note: '选了“其他”时填写' }),
      field('lecturer', '讲师', 'text', { required: true }),
      field('people', '听讲人数', 'whole', { required: true, measured_in: '人', note: '没有人来也要填 0', clause: 'L6' }),
      field('floating', '其中流动人口', 'whole', { measured_in: '人' }),
      field('remarks', '备注', 'long_text'),
      field('kept_by_host', '主办单位存档', 'mark'),
      field('kept_by_city', '市级机构存档', 'mark'),
    ],
    presets: [],
  },
  {
    name: 'nomination', title: '优秀讲师推荐', unit_field: 'unit', day_field: null, may_write: true, begin: ['drafted'],
    states: [{ name: 'drafted', title: '草稿', next: ['submitted'] }, { name: 'submitted', title: '已报送', next: ['selected'] }, { name: 'selected', title: '入选', next: [] }],
    fields: [field('unit', '推荐单位', 'unit', { required: true }), field('name', '姓名', 'text', { required: true }), field('courseware', '课件', 'files'), field('video', '录像', 'files')],
    presets: [],
  },
]
export const asks = [
  { name: 'first_month', title: '项目从哪个月开始', type: 'month', options: [], note: '决定要报几张月报表。', clause: null, answer: '2026-07-01', answered_by: '周启明', answered_at: '2026-07-02T02:00:00Z', needed_before_publication: true },
  { name: 'people_kind', title: '覆盖人数按人还是按人次', type: 'choice', options: [{ key: 'persons', title: '人', consequences: [] }, { key: 'visits', title: '人次', consequences: [] }], note: '两种口径不能相加。', clause: 'L6', answer: null, answered_by: null, answered_at: null, needed_before_publication: false },
  { name: 'plan_due', title: '各市工作方案的上报日期', type: 'date', options: [], note: '没有日期就不会算逾期。', clause: 'L12', answer: null, answered_by: null, answered_at: null, needed_before_publication: false },
]
const everyUnit = 'level in ["省", "市", "县"]'
export const programme = {
  id: 'health-tour', title: '云川省健康巡讲', summary: '各级办巡讲，逐场记录，按月上报，年底选讲师。', version: 2, published_at: '2026-07-03T01:30:00Z', plan: 'plan-1',
  window: { from: '2026-07-01', to: '2026-12-31' },
  groups: [{ name: '各级单位', count: units.length, stated: 32 }, { name: '各市', count: 6, stated: 6 }, { name: '各县区', count: 24, stated: 25 }],
  clauses, registers, asks,
  model: {
    groups: { 各级单位: { where: everyUnit, stated: 32, clause: 'L6' }, 各市: { where: 'level == "市"', stated: 6 }, 各县区: { where: 'level == "县"', stated: 25 } },
    measures: { tours: { title: '巡讲场次', measured_in: '场', clause: 'L6' }, people: { title: '覆盖人数', measured_in: '人', clause: 'L6' } },
    targets: {
      tours: { title: '巡讲场次', measure: 'tours', who: '各级单位', op: 'at_least', value: '4', clause: 'L6' },
      people: { title: '覆盖人数', measure: 'people', who: '各级单位', op: 'at_least', value: '1000', clause: 'L6' },
    },
    duties: {
      work_plan: { title: '巡讲工作方案', who: '各市', due: 'pending', clause: 'L12' },
      nominate: { title: '推荐优秀讲师', who: '各市', due: { on: '2026-12-10' }, clause: 'L11' },
    },
    returns: { monthly: { title: '巡讲月报表', who: '各市', to: '省本级', every: 'month', due: { day_after: 5 }, clause: 'L9' } },
    lists: { no_city_mark: { title: '缺市级存档', register: 'tour', clause: 'L8' } },
    tables: { plan_actual: { title: '表1 任务分配与完成' } },
    registers: { tour: { title: '健康巡讲记录', clause: 'L8', fields: { kept_by_host: { title: '主办单位存档' }, kept_by_city: { title: '市级机构存档' } } }, nomination: { title: '优秀讲师推荐', clause: 'L11' } },
    bodies: [{ title: '项目管理组', posts: [{ title: '组长', count: 1, holder: '分管负责人' }] }],
  },
}
const at = { code: '50', name: '云川省', level: '省' }
export const fanout = {
  units_total: 31,
  groups: [{ name: '各级单位', count: 31, stated: 32, agrees: false }, { name: '各市', count: 6, stated: 6, agrees: true }, { name: '各县区', count: 24, stated: 25, agrees: false }],
  targets: [
    { name: 'tours', title: '巡讲场次', units: 31, sum_of_quotas: '124', stated: [{ at, sum_of_quotas: '124', stated: '124', source: 'L6', agrees: true }] },
    { name: 'people', title: '覆盖人数', units: 31, sum_of_quotas: '31000', stated: [{ at, sum_of_quotas: '31000', stated: '30100', source: '表1/合计', agrees: false }] },
  ],
  load: ['08', '09', '10', '11', '12'].flatMap((m) => [{ level: '市', month: `2026-${m}`, duties: m === '12' ? 12 : 6, units: 6 }, ...(m === '12' ? [{ level: '县', month: '2026-12', duties: 24, units: 24 }] : [])]),
  open_asks: [{ name: 'plan_due', title: '各市工作方案的上报日期', needed_before_publication: false }],
  differences: ['“各县区”在单位名录中有24个，文中写明25个', '云川省的覆盖人数：分解合计31000，表1/合计为30100'],
}
export const yaml = `programme: health-tour
title: 云川省健康巡讲
summary: 各级办巡讲，逐场记录，按月上报，年底选讲师。
window: {from: first_day(ask.first_month), to: 2026-12-31}
groups:
  各级单位: {where: 'level in ["省", "市", "县"]', stated: 32, clause: L6}
targets:
  tours: {title: 巡讲场次, measure: tours, who: 各级单位, op: at_least, value: 4, clause: L6}
`
