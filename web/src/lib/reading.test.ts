import { expect, test } from 'vitest'
import { cutLine, innermost, type Placed } from './reading'

const element = (id: string, line: number, col_start: number, last_line: number, col_end: number): Placed =>
  ({ id, line, last_line, col_start, col_end })

test('a line is cut where highlights begin and end, and overlaps belong to both', () => {
  const pieces = cutLine(1, '每单位不少于4场', [element('whole', 1, 0, 1, 8), element('quota', 1, 3, 1, 8)])
  expect(pieces).toEqual([{ text: '每单位', ids: ['whole'] }, { text: '不少于4场', ids: ['whole', 'quota'] }])
})

test('an element over two lines covers the end of the first and the start of the second', () => {
  const broken = element('sentence', 1, 2, 2, 3)
  expect(cutLine(1, '甲乙丙丁', [broken])).toEqual([{ text: '甲乙', ids: [] }, { text: '丙丁', ids: ['sentence'] }])
  expect(cutLine(2, '戊己庚辛', [broken])).toEqual([{ text: '戊己庚', ids: ['sentence'] }, { text: '辛', ids: [] }])
})

test('an empty line stays a line', () => {
  expect(cutLine(1, '', [])).toEqual([{ text: '', ids: [] }])
})

test('a click means the shortest element at its place', () => {
  const all = new Map([element('long', 1, 0, 2, 9), element('short', 1, 3, 1, 8)].map((e) => [e.id, e]))
  expect(innermost(['long', 'short'], all)).toBe('short')
})
