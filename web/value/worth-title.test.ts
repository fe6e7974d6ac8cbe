import { expect, test } from 'vitest'
import type { WorthDay } from '../../src/reports/value/api.ts'
import { worthTitle } from './worth-title.ts'

const day = (amount: string | null, successes: number | null): WorthDay => ({
  day: '2026-11-20',
  amount,
  basis: amount === null ? 'unknown' : 'settled',
  attempts: successes,
  successes,
  costPerSuccess: null,
})
const week = (amount: string | null, successes: number | null) =>
  Array.from({ length: 7 }, () => day(amount, successes))

test('a week is compared with the one before by what a success cost', () => {
  expect(worthTitle([...week('4', 2), ...week('3', 2)])).toEqual({ kind: 'cheaper', ratio: 0.25 })
  expect(worthTitle([...week('2', 2), ...week('3', 2)])).toEqual({ kind: 'dearer', ratio: 0.5 })
  expect(worthTitle([...week('2', 2), ...week('2', 2)])).toEqual({ kind: 'same' })
  expect(worthTitle([...week('100', 2), ...week('104', 2)])).toEqual({ kind: 'same' })
})

test('a week without successes or with a day that was not read is not compared', () => {
  expect(worthTitle([...week('4', 2), ...week('3', 0)])).toEqual({ kind: 'plain' })
  expect(worthTitle([...week('4', null), ...week('3', 1)])).toEqual({ kind: 'plain' })
  expect(worthTitle([...week('4', 2), ...week('3', 2).slice(1), day(null, 2)])).toEqual({ kind: 'plain' })
  expect(worthTitle(week('4', 2))).toEqual({ kind: 'plain' })
})
