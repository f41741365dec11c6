import { expect, test } from 'vitest'
import { showValue } from './value'

// Six things that must never be mixed on the screen.
test.each([
  [null, '—', '未填'],
  ['0', '0', ''],
  [{ unknown: 'pending', why: '上报日期没有定' }, '待定', '待定：上报日期没有定'],
  [{ about: '50', low: '50', high: null }, '约 50', '约数，原文没有给出准数 (≥ 50)'],
  [{ unknown: 'masked' }, '＊', '不在这里显示'],
  [{ unknown: 'not_applicable' }, '不适用', '不适用'],
  [{ unknown: 'not_computable', why: '0 / 0' }, '—', '尚不可计算：0 / 0'],
  [true, '是', ''],
  [['合理用药', '烟草控制'], '合理用药、烟草控制', ''],
] as const)('%j is shown as %s', (value, text, reason) => {
  const shown = showValue(value as Parameters<typeof showValue>[0])
  expect([shown.text, shown.reason]).toEqual([text, reason])
})

test('digits are grouped as numbers and left alone as text', () => {
  expect(showValue('177000').text).toBe('177,000')
  expect(showValue('-1234567.50').text).toBe('−1,234,567.50')
  expect(showValue('037112345678', 'text').text).toBe('037112345678')
  // Longer than a float can hold.
  expect(showValue('12345678901234567890.123').text).toBe('12,345,678,901,234,567,890.123')
})
