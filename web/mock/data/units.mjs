// An invented province for development and unit tests: 1 + 6 + 24 units.
const CITIES = [
  ['51', '临江市', ['江北区', '桥头县', '柳溪县', '石塘县']],
  ['52', '安远市', ['城关区', '白马县', '大坪县', '青山县', '南坪县']],
  ['53', '沙岭市', ['沙河区', '双井县', '榆树县']],
  ['54', '东平市', ['平川区', '龙门县', '和顺县', '长乐县']],
  ['55', '清河市', ['清城区', '三岔县', '杨柳县', '新桥县', '古镇县']],
  ['56', '云浦市', ['浦口区', '云台县', '梅岭县']],
]
export const units = [{ code: '50', name: '云川省', level: '省', parent: null, aliases: ['省本级'] }]
for (const [code, name, counties] of CITIES) {
  units.push({ code, name, level: '市', parent: '50', aliases: [name.replace('市', '')] })
  counties.forEach((c, i) => units.push({ code: `${code}${String(i + 1).padStart(2, '0')}`, name: c, level: '县', parent: code, aliases: [] }))
}
export const byCode = new Map(units.map((u) => [u.code, u]))
export const ref = (code) => ({ code, name: byCode.get(code).name, level: byCode.get(code).level })
export const childrenOf = (code) => units.filter((u) => u.parent === code)
export const under = (code, root) => {
  for (let u = byCode.get(code); u; u = byCode.get(u.parent)) if (u.code === root) return true
  return false
}
export const wireUnit = (u) => ({ ...u, children_count: childrenOf(u.code).length })
export const people = [
  { id: 'a1', login: 'province', name: '周启明', unit: '50', role: 'manager' },
  { id: 'a2', login: 'linjiang', name: '方敏', unit: '51', role: 'clerk' },
  { id: 'a3', login: 'liuxi', name: '何小雨', unit: '5103', role: 'clerk' },
  { id: 'a4', login: 'leader', name: '沈国栋', unit: '50', role: 'leader' },
  { id: 'a5', login: 'fresh', name: '新来的人', unit: '5203', role: 'clerk', must_change_password: true },
]
