import { expect, test } from 'vitest'
import type { ReturnColumn } from '../api/types'
import { groupsOf, runsOf } from './heads'

const column = (measure: string, shows: ReturnColumn['shows']): ReturnColumn => ({ title: `${measure} ${shows}`, measure, measured_in: null, shows })
const seen = (columns: ReturnColumn[]): string[] => groupsOf(columns).map((g) => `${g.key ?? ''} ${String(g.from)}+${String(g.span)}`)

test('columns of one measure beside each other stand under it', () => {
  expect(seen([column('tours', 'period'), column('tours', 'cumulative'), column('people', 'period'), column('people', 'cumulative')]))
    .toEqual(['tours 0+2', 'people 2+2'])
})

test('columns that change the measure stand under what they count', () => {
  expect(seen([column('tours', 'period'), column('people', 'period'), column('tours', 'cumulative'), column('people', 'cumulative'), column('tours', 'target'), column('tours', 'gap')]))
    .toEqual(['period 0+2', 'cumulative 2+2', 'plan 4+2'])
})

test('where nothing belongs together there is no second head', () => {
  expect(seen([column('tours', 'period'), column('tours', 'target')])).toEqual(['tours 0+2'])
  expect(seen([column('tours', 'period'), column('people', 'cumulative')])).toEqual([])
})

test('columns without a key are never merged', () => {
  expect(runsOf([null, null, 'a', 'a']).map((r) => r.span)).toEqual([1, 1, 2])
})
