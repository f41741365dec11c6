import { byCode, ref, units } from './units.mjs'

const PLACES = ['文化站礼堂', '中心小学操场', '社区活动室', '村委会院子', '工业园职工之家', '县医院报告厅']
const NAMES = ['林志远', '陈玉兰', '高建平', '苏婉清', '罗大成']
const TOPICS = [['合理用药'], ['烟草控制'], ['慢病防治'], ['合理用药', '慢病防治']]

// A fixed series, so that every run shows the same figures.
let seed = 7
const next = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % n }

export const records = []
const title = { planned: '已安排', held: '已举办', cancelled: '已取消', drafted: '草稿', submitted: '已报送', selected: '入选' }
export const stateTitle = (s) => title[s] ?? s

export const histories = new Map()
export function makeRecord(register, id, fields, state, by, at) {
  const unit = ref(fields.unit)
  histories.set(id, [{ version: 1, at, by: 3, by_name: by, device: '手机', reason: null, changes: [], state_title: stateTitle(state) }])
  return {
    id, programme: 'health-tour', register, register_title: register === 'tour' ? '健康巡讲记录' : '优秀讲师推荐', unit, day: fields.held_on ?? at.slice(0, 10), state, state_title: stateTitle(state), version: 1, fields,
    labels: { unit: byCode.get(fields.unit).name }, marks: {}, findings: [], created_at: at, changed_at: at, changed_by: 3, changed_by_name: by,
  }
}
let n = 0
for (const u of units) {
  const tours = u.code === '5205' ? 0 : u.code === '53' ? 2 : 3 + next(4)
  for (let i = 0; i < tours; i += 1) {
    n += 1
    const month = 7 + next(5)
    const day = `2026-${String(month).padStart(2, '0')}-${String(1 + next(20)).padStart(2, '0')}`
    const people = n % 17 === 0 ? '0' : String(120 + next(420))
    const record = makeRecord('tour', `0197a000-0000-7000-8000-${String(n).padStart(12, '0')}`, {
      unit: u.code, held_on: day, place: `${u.name}${PLACES[next(6)]}`, topics: TOPICS[next(4)], lecturer: NAMES[next(5)], people,
      floating: n % 5 === 0 ? { about: '50', low: '50', high: null } : n % 3 === 0 ? null : String(next(90)), remarks: null,
    }, month === 11 && next(3) === 0 ? 'planned' : 'held', '何小雨', `${day}T07:20:00Z`)
    record.marks = { kept_by_host: { at: `${day}T09:00:00Z`, by: 3, by_name: '何小雨', unit: ref(u.code) }, kept_by_city: next(4) === 0 ? null : { at: `${day}T10:00:00Z`, by: 2, by_name: '方敏', unit: ref(u.code) } }
    if (people === '0') record.findings = [{ field: 'people', say: '听讲人数是 0。', clause: 'L6' }]
    records.push(record)
  }
}
for (const [i, u] of units.filter((x) => x.level === '市').entries()) {
  for (let k = 0; k < (i === 2 ? 2 : 3); k += 1) {
    records.push(makeRecord('nomination', `0197b000-0000-7000-8000-${String(i * 10 + k).padStart(12, '0')}`, { unit: u.code, name: NAMES[(i + k) % 5], courseware: ['课件.pdf'], video: k === 2 && i === 1 ? null : ['录像.mp4'] }, 'submitted', '方敏', '2026-11-03T02:00:00Z'))
  }
}
