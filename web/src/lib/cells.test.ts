import { expect, test } from 'vitest'
import { placesOf } from './cells'

const cell = (colSpan = 1, rowSpan = 1) => ({ colSpan, rowSpan })

test('a merged head stands in each place that it covers', () => {
  const rows = [
    { cells: [cell(1, 2), cell(2), cell(1, 2)] },
    { cells: [cell(), cell()] },
    { cells: [cell(), cell(), cell(), cell()] },
  ]
  expect(placesOf(rows)).toEqual([[0, 1, 1, 2], [0, 3, 4, 2], [5, 6, 7, 8]])
})

test('a short row leaves its last places empty', () => {
  expect(placesOf([{ cells: [cell(), cell()] }, { cells: [cell()] }])).toEqual([[0, 1], [2]])
})
