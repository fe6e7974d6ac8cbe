import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { subtractDecimals, sumDecimals } from './decimal.ts'

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 30 }))
  .map(([digits, scale]) => Big(digits.toString()).div(Big('10').pow(scale)).toFixed())

describe('decimals', () => {
  it('add up exactly, whatever their scale', () => {
    fc.assert(
      fc.property(fc.array(decimal, { maxLength: 20 }), (amounts) => {
        const expected = amounts.reduce((sum, amount) => sum.plus(amount), Big('0'))
        expect(Big(sumDecimals(amounts)).eq(expected)).toBe(true)
      }),
    )
  })
  it('subtract without a float', () => {
    expect(subtractDecimals('0.3', '0.1')).toBe('0.2')
    expect(subtractDecimals('1', '-0.5')).toBe('1.5')
  })
})
