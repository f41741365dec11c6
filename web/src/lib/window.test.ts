import { expect, test } from 'vitest'
import { sliceOf } from './window'

test('only what is in sight is drawn, and the room of the rest is kept', () => {
  const rows = 1000
  for (const top of [0, 3400, 33_400, 40_000]) {
    const { from, to, above, below } = sliceOf(rows, 34, top, 600)
    expect(to - from).toBeLessThan(60)
    expect(above + below + (to - from) * 34).toBe(rows * 34)
    if (top < rows * 34 - 600) expect([from * 34 <= top, to * 34 >= top + 600]).toEqual([true, true])
  }
})

test('a short table is drawn whole', () => {
  expect(sliceOf(9, 34, 0, 600)).toEqual({ from: 0, to: 9, above: 0, below: 0 })
})
