import type { ReconciliationDay } from '../../src/ledger/reconciliation/api.ts'

/** Of the days whose bill is in: how many there are, and on how many the estimate was more than 5 % off. */
export function agreementOf(days: readonly ReconciliationDay[]): { compared: number; apart: number } {
  const billed = days.filter(({ difference, verdict }) => difference !== null && verdict !== 'bill-late')
  return { compared: billed.length, apart: billed.filter(({ verdict }) => verdict !== null).length }
}
