import { expect, test } from 'vitest'
import type { Restatement } from '../../src/reports/api.ts'
import { correctionTotals } from './correction.ts'

const from = (previous: string | null, amount: string, currency = 'USD'): Restatement => ({
  day: '2026-11-22',
  lineItem: 'gpt-4o, input',
  externalId: 'proj_1',
  previous: previous === null ? null : { amount: previous, currency },
  amount: { amount, currency },
  changedAt: '2026-11-24T00:05:00Z',
})

test('corrections add up exactly, a line that is new with all of its amount', () => {
  expect(correctionTotals([from('0.1', '0.3'), from('5', '4.9'), from(null, '2.0000001')])).toEqual([
    { amount: '2.1000001', currency: 'USD' },
  ])
})

test('currencies are never added together', () => {
  expect(correctionTotals([from('1', '2'), from('1', '3', 'KRW')])).toEqual([
    { amount: '1', currency: 'USD' },
    { amount: '2', currency: 'KRW' },
  ])
})
