import { expect, test } from 'vitest'
import type { ReconciliationDay } from '../../src/ledger/reconciliation/api.ts'
import { agreementOf } from './agreement.ts'

const day = (difference: string | null, verdict: ReconciliationDay['verdict'] = null): ReconciliationDay => ({
  day: '2026-11-22',
  billed: '10',
  estimated: '10',
  settled: true,
  difference,
  verdict,
  lines: [],
})

test('a day without bill or without estimate, and one whose bill is still coming in, is not compared', () => {
  expect(agreementOf([day(null), day('-4', 'bill-late'), day('0.1')])).toEqual({ compared: 1, apart: 0 })
})

test('a day with a verdict was more than 5 % off', () => {
  expect(agreementOf([day('0'), day('-4', 'past-us'), day('3', 'price')])).toEqual({ compared: 3, apart: 2 })
})
