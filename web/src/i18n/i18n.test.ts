import { expect, test } from 'vitest'
import { en } from './en'
import { zh } from './zh'

/** Keys made at run time from what the server names. */
const MADE = /^(value|state|duty\.state|duty\.stage|role|every|op|kind|review\.severity|review\.choice|change|changes\.part|difference\.element|programmes\.state|plans\.state|genre|strength)\.|^board\.(met|short|undecided|none)$|^matrix\.\w+\.note$/

const sources = Object.entries(import.meta.glob<string>('../**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true }))
  .filter(([path]) => !path.startsWith('./'))
  .map(([, text]) => text)

test('both languages have the same keys and the same places to fill', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
  const places = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map((m) => m[0]).sort()
  for (const key of Object.keys(zh) as (keyof typeof zh)[]) expect([key, places(en[key])]).toEqual([key, places(zh[key])])
})

test('no word is left that no page uses', () => {
  const code = sources.join('\n')
  expect(sources.length).toBeGreaterThan(50)
  const unused = Object.keys(zh).filter((key) => !MADE.test(key) && !code.includes(`'${key}'`))
  expect(unused).toEqual([])
})

test('English has no Chinese but what it quotes, and nobody shouts', () => {
  for (const [key, text] of Object.entries(en)) {
    if (key !== 'user.lang' && key !== 'programme.asks.note') expect([key, text]).not.toEqual([key, expect.stringMatching(/[\u4e00-\u9fff]/)])
    expect(text).not.toMatch(/!/)
  }
  for (const text of Object.values(zh)) expect(text).not.toMatch(/[!！]/)
})
