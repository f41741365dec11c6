// A short plan of our own, with what a reading gives for it.
const TEXT = `云川省健康巡讲项目实施方案
为普及健康知识，在全省开展健康巡讲，制定本方案。
一、项目目标
提高居民健康素养。
二、项目范围和任务
各级每单位全年开展健康巡讲不少于4场，覆盖人数不少于1000人。全省共开展124场。
单位 省本级 临江市 安远市 沙岭市 东平市 清河市 云浦市 合计
每场巡讲结束后填写记录表，主办单位和市级专业机构各存档一份。
各市于次月5日前报送上月巡讲月报表。
三、组织实施
各市选拔优秀讲师3名，连同课件和录像报省级。
各市制定巡讲工作方案，并适时组织效果评估。
四、时间安排
附件：1.优秀讲师条件 2.巡讲记录表`.split('\n')

const element = (id, kind, line, quote, label, detail = '') => {
  const start = TEXT[line - 1].indexOf(quote)
  return { id, kind, line, last_line: line, col_start: start, col_end: start + quote.length, label, detail, quote, confirmed: null }
}
export const plan = {
  id: 'plan-1', name: '健康巡讲方案.txt', title: '云川省健康巡讲项目实施方案', year: 2026, document: 0, programme: 'health-tour',
  documents: [{ index: 0, title: '云川省健康巡讲项目实施方案', genre: 'plan', first_line: 1, last_line: 14 }],
  lines: TEXT.map((text, i) => ({ n: i + 1, text })),
  uploaded_at: '2026-07-01T02:00:00Z',
  elements: [
    ...[element('h1', 'heading', 3, '一、项目目标', '项目目标', '第一级'), element('h2', 'heading', 5, '二、项目范围和任务', '项目范围和任务', '第一级'), element('h3', 'heading', 10, '三、组织实施', '组织实施', '第一级'), element('h4', 'heading', 13, '四、时间安排', '时间安排', '第一级，没有内容')],
    ...[element('r1', 'responsibility', 9, '各市', '各市：报送巡讲月报表'), element('r2', 'responsibility', 11, '各市', '各市：选拔优秀讲师'), element('r3', 'responsibility', 12, '各市', '各市：制定巡讲工作方案')],
    ...[element('t1', 'time_limit', 9, '次月5日前', '每月，次月 5 日前', '含 5 日'), element('t2', 'time_limit', 12, '适时', '适时：日期待定')],
    ...[element('q1', 'target', 6, '不少于4场', '巡讲 ≥ 4 场', '每单位，全年'), element('q2', 'target', 6, '不少于1000人', '覆盖 ≥ 1,000 人', '每单位，全年'), element('q3', 'target', 6, '共开展124场', '全省合计 124 场'), element('q4', 'target', 11, '3名', '优秀讲师 3 名', '每市')],
  ].sort((a, b) => a.line - b.line || a.col_start - b.col_start),
  tables: [{ title: '任务分配表', line: 7, last_line: 7, columns: ['省本级', '临江市', '安远市', '沙岭市', '东平市', '清河市', '云浦市', '合计'], rows: [{ label: '县区数', cells: [null, '4', '5', '3', '4', '5', '3', null] }, { label: '覆盖人数', cells: ['100', '5000', '6000', '4000', '5000', '6000', '4000', '31000'] }], numbers: 14, blanks: 2, placements: 1 }],
  findings: [
    { id: 'f1', code: 'sum_differs', severity: 'finding', say: '覆盖人数各项相加是 30,100，合计写的是 31,000，差 900。', lines: [6, 7], arithmetic: { parts: '100 + 5000 + 6000 + 4000 + 5000 + 6000 + 4000', computed: '30100', printed: '31000', difference: '900' }, choices: [{ key: 'fix_part', title: '省本级改为 1,000', value: '1000' }, { key: 'keep', title: '照原文，省本级 100', value: '100' }, { key: 'other', title: '另填数值', value: null }], decision: null },
    { id: 'f2', code: 'empty_chapter', severity: 'finding', say: '“四、时间安排”没有内容。', lines: [13], arithmetic: null, choices: [{ key: 'ask', title: '列为待定事项' }, { key: 'ignore', title: '不需要' }], decision: null },
    { id: 'f3', code: 'annex_missing', severity: 'ask', say: '附件 1、附件 2 只有名称，没有内容。', lines: [14], arithmetic: null, choices: [{ key: 'ask', title: '以后补' }, { key: 'ignore', title: '不需要' }], decision: { choice: 'ask', by: 1, by_name: '周启明', at: '2026-07-01T03:12:00Z', value: null, before: null, note: null } },
    { id: 'f4', code: 'blank_sum', severity: 'remark', say: '区县数一行的合计是空白，算得 24，没有矛盾。', lines: [7], arithmetic: null, choices: [], decision: null },
  ],
  progress: { confirmed: 0, total: 13, open_findings: 2 }, notes: ['第 7 行的表是从散开的文字重排的。'],
}
