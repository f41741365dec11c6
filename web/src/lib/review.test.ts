import { expect, test } from 'vitest'
import type { Element, ElementValues } from '../api/types'
import { chapters, depths, findWords, holds, likelyCut, mergedValues, overlap, partOf, spanning, splitValues, withParts, wordsAt, type Lines } from './review'

const lines: Lines = new Map([[3, '市水务局、市城管局负责'], [4, '于6月底前完成。']])
const place = (line: number, col_start: number, last_line: number, col_end: number) => ({ line, col_start, last_line, col_end })

function element(id: string, at: ReturnType<typeof place>, values: ElementValues, confirmed: Element['confirmed'] = null): Element {
  return { ...at, id, kind: values.kind, label: id, detail: '', quote: '', confirmed, values, version: 0, origin: 'read', touched: null, detail_before: null }
}
const unit = (name: string): ElementValues => ({ kind: 'responsibility', unit: name, role: 'lead' })

test('words of a place, and a part of them, over lines', () => {
  const whole = place(3, 0, 4, 5)
  const words = wordsAt(lines, whole)
  expect(words).toBe('市水务局、市城管局负责\n于6月底前')
  expect(partOf(words, whole, 5, 9)).toEqual(place(3, 5, 3, 9))
  expect(partOf(words, whole, 12, words.length)).toEqual(place(4, 0, 4, 5))
  expect(partOf('城管局', place(3, 6, 3, 9), 1, 3)).toEqual(place(3, 7, 3, 9))
})

test('places hold, overlap and span each other', () => {
  expect(holds(place(3, 0, 4, 5), place(3, 5, 3, 9))).toBe(true)
  expect(holds(place(3, 5, 3, 9), place(3, 0, 4, 5))).toBe(false)
  expect(overlap(place(3, 0, 3, 5), place(3, 5, 3, 9))).toBe(false)
  expect(overlap(place(3, 0, 3, 6), place(3, 5, 3, 9))).toBe(true)
  expect(spanning(place(3, 5, 3, 9), place(4, 0, 4, 5))).toEqual(place(3, 5, 4, 5))
})

test('a duty is confirmed with what it holds and is open', () => {
  const duty = element('duty', place(3, 0, 4, 8), { kind: 'duty', what: '', who: [], every: null, due: null })
  const one = element('one', place(3, 0, 3, 4), unit('市水务局'))
  const two = element('two', place(3, 5, 3, 9), unit('市城管局'), 'no')
  const other = element('other', place(5, 0, 5, 4), unit('市教育局'))
  const all = [duty, one, two, other]
  expect(withParts(duty, all).map((e) => e.id)).toEqual(['duty', 'one'])
  expect(withParts(one, all).map((e) => e.id)).toEqual(['one'])
  expect([...depths(all).values()]).toEqual([0, 1, 1, 0])
})

test('chapters end where the next of their level begins', () => {
  const heading = (id: string, line: number, level: number): Element => element(id, place(line, 0, line, 4), { kind: 'heading', title: id, level })
  const found = chapters([heading('一', 2, 1), heading('（一）', 3, 2), heading('二', 9, 1)])
  expect(found.map((c) => [c.key, c.from, c.to])).toEqual([['一', 2, 8], ['（一）', 3, 8], ['二', 9, Infinity]])
})

test('what is merged keeps all units, what is split takes its own words', () => {
  const duty = (name: string): ElementValues => ({ kind: 'duty', what: name, who: [{ unit: name, role: 'lead' }], every: null, due: null })
  const merged = mergedValues([element('a', place(3, 0, 3, 4), duty('甲')), element('b', place(3, 5, 3, 9), duty('乙'))], '甲、乙')
  expect(merged).toEqual({ kind: 'duty', what: '甲、乙', who: [{ unit: '甲', role: 'lead' }, { unit: '乙', role: 'lead' }], every: null, due: null })
  expect(splitValues(unit('市水务局、市城管局'), '、市城管局')).toEqual(unit('市城管局'))
  expect(likelyCut('市水务局、市城管局')).toBe(5)
})

test('words are found behind a line first', () => {
  expect(findWords(lines, '底前', 1)).toEqual(place(4, 3, 4, 5))
  expect(findWords(lines, '市', 4)).toEqual(place(3, 0, 3, 1))
  expect(findWords(lines, '没有', 1)).toBeNull()
})
