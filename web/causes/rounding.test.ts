import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sumDecimals } from '../charts/decimal.ts'
import { roundToCents, roundTogether } from './rounding.ts'

test('amounts are rounded half away from zero', () => {
  expect(['0.005', '-0.005', '1.2349', '99.995', '7'].map(roundToCents)).toEqual([
    '0.01',
    '-0.01',
    '1.23',
    '100.00',
    '7.00',
  ])
})

test('what is shown adds up to the sum that is shown', () => {
  expect(roundTogether(['0.004', '0.004', '0.004']).map(Number)).toEqual([0, 0.01, 0])
  const amount = fc.tuple(fc.integer({ min: -10_000_000, max: 10_000_000 }), fc.integer({ min: 0, max: 999_999 }))
  const texts = fc.array(
    amount.map(([whole, part]) => `${whole}.${String(part).padStart(6, '0')}`),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(texts, (amounts) => {
      const shown = roundTogether(amounts)
      expect(Number(sumDecimals(shown))).toBe(Number(roundToCents(sumDecimals(amounts))))
      for (const [place, text] of shown.entries()) {
        expect(Math.abs(Number(text) - Number(amounts[place]))).toBeLessThan(0.0101)
      }
    }),
  )
})
