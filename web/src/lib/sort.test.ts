import { expect, test } from 'vitest'
import type { Value } from '../api/types'
import { nextSort, sortRows, type Sort } from './sort'

const by = (values: Value[], down: boolean): Value[] => sortRows(values, { key: 'x', down }, (v) => v)

test('figures are sorted by size, not by their digits, and what is unknown stands last both ways', () => {
  const figures: Value[] = ['9', null, '10', { unknown: 'pending' }, '-3', { about: '50', low: null, high: null }, '0']
  expect(by(figures, false)).toEqual(['-3', '0', '9', '10', { about: '50', low: null, high: null }, null, { unknown: 'pending' }])
  expect(by(figures, true)).toEqual([{ about: '50', low: null, high: null }, '10', '9', '0', '-3', null, { unknown: 'pending' }])
})

test('names are sorted as a Chinese list has them', () => {
  expect(by(['张家', '安溪', '李庄'], false)).toEqual(['安溪', '李庄', '张家'])
})

test('equal rows keep their order', () => {
  const rows = [{ n: 'a', v: '1' }, { n: 'b', v: '1' }, { n: 'c', v: '0' }]
  expect(sortRows(rows, { key: 'v', down: true }, (r) => r.v).map((r) => r.n)).toEqual(['a', 'b', 'c'])
})

test('three presses: one way, the other, the own order again', () => {
  let sort: Sort | null = null
  const seen: (Sort | null)[] = []
  for (let i = 0; i < 3; i += 1) {
    sort = nextSort(sort, 'people', true)
    seen.push(sort)
  }
  expect(seen).toEqual([{ key: 'people', down: true }, { key: 'people', down: false }, null])
})
