import { plan } from './data/plan.mjs'
import { asks, fanout, programme, registers, yaml } from './data/programme.mjs'
import { histories, makeRecord, records, stateTitle } from './data/records.mjs'
import { byCode, childrenOf, people, ref, under, units, wireUnit } from './data/units.mjs'
import * as views from './views.mjs'

const NOW = '2026-11-24T06:00:00Z'
const ok = (json, status = 200) => ({ status, json })
const none = { status: 204 }
const problem = (status, code, title, detail, problems) => ({ status, json: { type: `/problems/${code}`, code, title, title_en: code, status, detail, problems } })
const person = (login) => people.find((p) => p.login === login)
const meOf = (p) => ({ user: { id: Number(p.id.slice(1)), login: p.login, name: p.name }, unit: { ...ref(p.unit) }, role: p.role, must_change_password: p.must_change_password ?? false, csrf: 'mock', today: views.TODAY, now: NOW, version: 'mock' })
let draft = { programme: 'health-tour', yaml, plan: 'plan-1', edited_at: '2026-11-20T03:00:00Z', edited_by: 1, edited_by_name: '周启明', version: 3, diagnostics: [] }
const diagnose = (text) => (/\t/.test(text) ? [{ line: text.slice(0, text.indexOf('\t')).split('\n').length, column: 1, severity: 'error', code: 'yaml', message: 'YAML 里不能用制表符缩进。', hint: '改用空格。' }] : /aks\./.test(text) ? [{ line: text.slice(0, text.indexOf('aks.')).split('\n').length, column: 8, severity: 'error', code: 'unknown_name', message: '没有“aks”这个名字。', hint: '是不是想写 ask？' }] : [])

function filtered(register, q, me) {
  const unit = q.get('unit') ?? me.unit
  const text = q.get('q') ?? ''
  const sort = q.get('sort') ?? '-day'
  const key = sort.replace('-', '')
  const value = (r) => r.fields[key] ?? r[key] ?? r.day ?? ''
  return records.filter((r) => r.register === register && under(r.unit.code, unit) && (!q.get('state') || r.state === q.get('state'))
    && (!text || JSON.stringify([r.fields, r.labels]).includes(text)) && (!q.get('period') || r.day?.startsWith(q.get('period')))
    && (q.get('list') !== 'no_city_mark' || !r.marks.kept_by_city))
    .sort((a, b) => String(value(a)).localeCompare(String(value(b)), 'zh', { numeric: true }) * (sort.startsWith('-') ? -1 : 1))
}
function recordProblems(fields) {
  const out = []
  if (!fields.held_on) out.push({ field: 'held_on', say: '请填日期。' })
  else if (fields.held_on > views.TODAY) out.push({ field: 'held_on', say: '已举办的日期不能晚于今天。', clause: 'L8' })
  if (!fields.place) out.push({ field: 'place', say: '请填地点。' })
  if (fields.people === null || fields.people === undefined) out.push({ field: 'people', say: '请填听讲人数，没有人来填 0。', clause: 'L6' })
  else if (!/^\d+$/.test(fields.people)) out.push({ field: 'people', say: '听讲人数要是整数，不能是负数或小数。', clause: 'L6' })
  if (/^\d+$/.test(fields.floating ?? '') && Number(fields.floating) > Number(fields.people)) out.push({ field: 'floating', say: '流动人口不能多于听讲人数。' })
  return out
}
const detail = (r) => ({
  record: r, may_correct: true,
  next_states: (registers.find((x) => x.name === r.register).states.find((s) => s.name === r.state)?.next ?? []).map((name) => ({ name, title: stateTitle(name), missing: name === 'held' && !r.fields.people ? [{ field: 'people', say: '还没有听讲人数' }] : [] })),
  marks_open: r.register === 'tour' ? ['kept_by_host', 'kept_by_city'].filter((f) => !r.marks[f]).map((field) => ({ field, title: field === 'kept_by_host' ? '主办单位存档' : '市级机构存档', may: true })) : [],
  history: histories.get(r.id) ?? [],
  feeds: r.state === 'held' ? [{ kind: 'measure', name: 'tours', title: '巡讲场次', value: '1' }, { kind: 'measure', name: 'people', title: '覆盖人数', value: r.fields.people }] : [],
})
const touch = (r, by, changes, reason, state) => {
  r.version += 1
  r.changed_at = NOW
  r.changed_by_name = by
  histories.get(r.id).push({ version: r.version, at: NOW, by: 1, by_name: by, device: '电脑', reason: reason ?? null, changes, state_title: stateTitle(state ?? r.state) })
}

const open = [
  ['POST', /^\/api\/session$/, ({ body }) => {
    const p = person(body.login)
    if (!p || body.password === 'wrong') return problem(401, 'bad_login', '账号或密码不对', '账号或密码不对。再错 4 次会锁定 15 分钟。')
    return { status: 200, json: meOf(p), headers: { 'set-cookie': `luodi=${p.login}; HttpOnly; SameSite=Lax; Path=/` } }
  }],
  ['GET', /^\/api\/public\/programmes$/, () => ok({ items: [{ id: programme.id, title: programme.title, summary: '', pages: [] }] })],
  ['GET', /^\/api\/public\/programmes\/([^/]+)$/, () => ok({ id: programme.id, title: programme.title, summary: programme.summary, pages: [{ title: '近期巡讲', columns: [{ name: 'held_on', title: '日期' }, { name: 'unit', title: '主办单位' }, { name: 'place', title: '地点' }, { name: 'topics', title: '主题' }], items: records.filter((r) => r.state === 'planned').slice(0, 8).map((r) => ({ ...r.fields, unit: r.unit.name })) }] })],
]
const signedIn = [
  ['GET', /^\/api\/session$/, ({ me }) => ok(meOf(me))],
  ['DELETE', /^\/api\/session$/, () => ({ status: 204, headers: { 'set-cookie': 'luodi=; Max-Age=0; Path=/' } })],
  ['POST', /^\/api\/session\/password$/, ({ me, body }) => { if (body.old === 'wrong') return problem(422, 'bad_password', '密码没有改', '现在的密码不对。', [{ field: 'old', say: '现在的密码不对。' }]); me.must_change_password = false; return none }],
  ['GET', /^\/api\/units$/, ({ q, me }) => {
    const items = q.get('q') ? units.filter((u) => u.name.includes(q.get('q')) && under(u.code, me.unit)) : q.get('under') ? units.filter((u) => under(u.code, q.get('under')) && (!q.get('level') || u.level === q.get('level'))) : q.get('parent') ? childrenOf(q.get('parent')) : [byCode.get(me.unit)]
    return ok({ items: items.map(wireUnit), total: items.length })
  }],
  ['GET', /^\/api\/units\/([^/]+)$/, ({ args }) => { const up = []; for (let u = byCode.get(byCode.get(args[0]).parent); u; u = byCode.get(u.parent)) up.unshift(ref(u.code)); return ok({ ...wireUnit(byCode.get(args[0])), ancestors: up, accounts: [] }) }],
  ['GET', /^\/api\/accounts$/, () => ok({ items: people.map((p) => ({ ...p, id: Number(p.id.slice(1)), unit: ref(p.unit), disabled: p.disabled ?? false, must_change_password: p.must_change_password ?? false, locked_until: null, created_at: '2026-07-01T01:00:00Z' })), total: people.length })],
  ['POST', /^\/api\/accounts$/, ({ body }) => { const p = { id: `a${people.length + 1}`, ...body, must_change_password: true }; people.push(p); return ok({ ...p, id: people.length, unit: ref(p.unit), disabled: false, locked_until: null, created_at: NOW, one_time_password: 'Q7-mt-r9-2k' }, 201) }],
  ['PATCH', /^\/api\/accounts\/([^/]+)$/, ({ args, body }) => { const p = people.find((x) => x.id === `a${args[0]}`); Object.assign(p, body); return ok({ ...p, id: Number(args[0]), unit: ref(p.unit), disabled: p.disabled ?? false, locked_until: null, created_at: NOW, one_time_password: body.reset_password ? 'H4-pp-w2-8z' : undefined }) }],
  ['GET', /^\/api\/plans$/, () => ok({ items: [{ id: plan.id, title: plan.title, name: plan.name, uploaded_at: '2026-07-01T02:00:00Z', uploaded_by: 1, uploaded_by_name: '周启明', state: 'published', open_findings: plan.findings.filter((f) => f.choices.length && !f.decision).length, programme: 'health-tour' }], total: 1 })],
  ['POST', /^\/api\/plans(\/upload)?$/, () => ok({ id: plan.id }, 201)],
  ['GET', /^\/api\/plans\/([^/]+)$/, () => { plan.progress.confirmed = plan.elements.filter((e) => e.confirmed).length; return ok(plan) }],
  ['PUT', /^\/api\/plans\/[^/]+\/elements\/([^/]+)$/, ({ args, body }) => { plan.elements.find((e) => e.id === args[0]).confirmed = body.confirmed; return none }],
  ['POST', /^\/api\/plans\/[^/]+\/findings\/([^/]+)\/decision$/, ({ args, body, me }) => { const f = plan.findings.find((x) => x.id === args[0]); f.decision = { ...body, by: 1, by_name: me.name, at: NOW, before: f.choices.find((c) => c.key === 'keep')?.value ?? null }; return ok(f.decision) }],
  ['PUT', /^\/api\/plans\/[^/]+\/year$/, ({ body }) => { plan.year = body.year; return none }],
  ['POST', /^\/api\/plans\/[^/]+\/draft$/, () => ok({ programme: 'health-tour' })],
  ['GET', /^\/api\/programmes$/, () => ok({ items: [{ id: programme.id, title: programme.title, state: 'both', version: programme.version, published_at: programme.published_at, plan: plan.id, open_asks: asks.filter((a) => a.answer === null).length }] })],
  ['GET', /^\/api\/programmes\/([^/]+)$/, ({ args }) => (args[0] === programme.id ? ok(programme) : problem(404, 'not_found', '没有找到', '没有这个方案，或者你不能看。'))],
  ['GET', /^\/api\/programmes\/[^/]+\/draft$/, () => ok({ ...draft, diagnostics: diagnose(draft.yaml) })],
  ['PUT', /^\/api\/programmes\/[^/]+\/draft$/, ({ body, me }) => { if (body.version !== draft.version) return problem(409, 'conflict', '草案已被别人保存', '草案已被别人保存。'); draft = { ...draft, yaml: body.yaml, edited_at: NOW, edited_by_name: me.name, version: draft.version + 1, diagnostics: diagnose(body.yaml) }; return ok(draft) }],
  ['POST', /^\/api\/programmes\/[^/]+\/check$/, ({ body }) => ok(diagnose(body.yaml ?? draft.yaml))],
  ['PUT', /^\/api\/programmes\/[^/]+\/asks\/([^/]+)$/, ({ args, body, me }) => { const a = asks.find((x) => x.name === args[0]); a.answer = body.value; a.answered_by = body.value === null ? null : me.name; a.answered_at = body.value === null ? null : NOW; return ok(a) }],
  ['POST', /^\/api\/programmes\/[^/]+\/rehearse$/, () => ok(fanout)],
  ['POST', /^\/api\/programmes\/[^/]+\/publish$/, () => { programme.version += 1; programme.published_at = NOW; return ok({ version: programme.version, fanout, unsettled: [] }) }],
  ['GET', /^\/api\/duties$/, ({ me }) => ok(views.duties(me))],
  ['POST', /^\/api\/programmes\/[^/]+\/duties\/([^/]+)\/zero$/, () => none],
  ['GET', /^\/api\/programmes\/[^/]+\/registers\/([^/]+)\/records$/, ({ args, q, me }) => {
    const all = filtered(args[0], q, me)
    const size = Number(q.get('size') ?? 50)
    const page = Number(q.get('page') ?? 1)
    const columns = registers.find((r) => r.name === args[0]).fields.filter((f) => f.type !== 'long_text').map(({ name, title, type }) => ({ name, title, type }))
    return ok({ total: all.length, page, size, columns, items: all.slice((page - 1) * size, page * size) })
  }],
  ['POST', /^\/api\/programmes\/[^/]+\/registers\/([^/]+)\/records$/, ({ args, body, me }) => {
    const before = records.find((r) => r.id === body.id)
    if (before) return ok(before)
    const problems = args[0] === 'tour' && body.state !== 'planned' ? recordProblems(body.fields) : []
    if (problems.length > 0) return problem(422, 'refused', '没有保存', '有几处要改，填写的内容还在。', problems)
    const register = registers.find((r) => r.name === args[0])
    const record = makeRecord(args[0], body.id, { ...body.fields, unit: body.fields.unit ?? me.unit }, body.state ?? register.begin[0], me.name, NOW)
    records.push(record)
    return ok(record, 201)
  }],
  ['POST', /^\/api\/programmes\/[^/]+\/registers\/([^/]+)\/import$/, ({ q }) => ok({ id: 'i1', rows: 50, accepted: 48, duplicates: 0, rejected_rows: 2, dry_run: q.get('dry_run') === 'true', unused_columns: ['序号'], notes: [], rejected: [{ row: 7, column: 'F', column_title: '听讲人数', value: '-1', say: '听讲人数要是整数，不能是负数或小数。' }, { row: 23, column: 'B', column_title: '日期', value: '2026-13-02', say: '没有这个日期。' }] })],
  ['GET', /^\/api\/records\/([^/]+)$/, ({ args }) => { const r = records.find((x) => x.id === args[0]); return r ? ok(detail(r)) : problem(404, 'not_found', '没有找到', '没有这条记录，或者你不能看。') }],
  ['PATCH', /^\/api\/records\/([^/]+)$/, ({ args, body, me }) => {
    const r = records.find((x) => x.id === args[0])
    if (r.version !== body.seen) return problem(409, 'conflict', '记录已被别人改过', '记录已被别人改过。')
    const next = { ...r.fields, ...body.fields }
    const problems = r.register === 'tour' ? recordProblems(next) : []
    if (problems.length > 0) return problem(422, 'refused', '没有保存', '有几处要改，填写的内容还在。', problems)
    const titles = Object.fromEntries(registers.find((x) => x.name === r.register).fields.map((f) => [f.name, f.title]))
    touch(r, me.name, Object.entries(body.fields).map(([field, to]) => ({ field, title: titles[field], from: r.fields[field] ?? null, to })), body.reason)
    r.fields = next
    return ok(r)
  }],
  ['POST', /^\/api\/records\/([^/]+)\/states\/([^/]+)$/, ({ args, body, me }) => { const r = records.find((x) => x.id === args[0]); r.state = args[1]; r.state_title = stateTitle(args[1]); touch(r, me.name, [], body.reason, args[1]); return ok(r) }],
  ['POST', /^\/api\/records\/([^/]+)\/marks\/([^/]+)$/, ({ args, me }) => { const r = records.find((x) => x.id === args[0]); r.marks[args[1]] = { at: NOW, by: me.name }; touch(r, me.name, [], null); return ok(r) }],
  ['GET', /^\/api\/programmes\/[^/]+\/returns$/, () => ok({ items: [{ programme: 'health-tour', programme_title: programme.title, name: 'monthly', title: '巡讲月报表', every: 'month', who: '各市', to: '省本级', mine: true, receives: true, clause: 'L9' }] })],
  ['GET', /^\/api\/programmes\/[^/]+\/returns\/[^/]+$/, ({ q, me }) => ok(views.returnTable(q.get('unit') ?? me.unit, q.get('period') ?? '2026-10', q.get('version') ? Number(q.get('version')) : null))],
  ['GET', /^\/api\/programmes\/[^/]+\/returns\/[^/]+\/compiled$/, ({ q, me }) => ok(views.compiled(q.get('unit') ?? me.unit, q.get('period') ?? '2026-10'))],
  ['POST', /^\/api\/programmes\/[^/]+\/returns\/[^/]+\/file$/, ({ body, me }) => { const key = `${body.unit}/${body.period}`; const list = views.filings.get(key) ?? []; const version = list.length + 1; views.filings.set(key, [...list, { version, at: NOW, by: 1, by_name: me.name, zero: false }]); return ok({ version, at: NOW, by: 1, zero: false, days_late: body.period < '2026-11' ? 19 : 0 }) }],
  ['GET', /^\/api\/programmes\/[^/]+\/board$/, ({ q, me }) => ok(views.board(q.get('unit') ?? me.unit))],
  ['GET', /^\/api\/programmes\/[^/]+\/tables\/[^/]+$/, () => ok(views.table())],
  ['GET', /^\/api\/programmes\/[^/]+\/lists$/, () => ok([{ name: 'no_city_mark', title: '缺市级存档', count: records.filter((r) => r.register === 'tour' && !r.marks.kept_by_city).length }])],
  ['GET', /^\/api\/programmes\/[^/]+\/explain$/, ({ q }) => ok(views.explanation(q))],
]
const guard = (handle) => (call) => {
  const me = person(call.login)
  return me ? handle({ ...call, me }) : problem(401, 'signed_out', '没有登录', '请先登录。')
}
export const routes = [...open, ...signedIn.map(([m, p, h]) => [m, p, guard(h)])]
