import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDecimals, parseDecimal, subtractDecimals } from '../platform/money.ts'
import { addExactly, amountIn, type ExactSum, sumIn } from './exact-sum.ts'

const amount = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.constantFrom(0, 2, 7, 10, 12, 13, 20, 40))
  .map(([digits, decimals]) => {
    const text = digits.toString().padStart(decimals + 1, '0')
    return parseDecimal(decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`)
  })
const change = fc.tuple(amount, fc.constantFrom<1 | -1>(1, -1))

test('amounts of any size and any number of decimals are added exactly, and taken off again', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const sum: ExactSum = { few: 0, units: 0n }
      let exact = '0'
      for (const [text, sign] of changes) {
        addExactly(sum, amountIn(text), sign)
        exact = sign === 1 ? addDecimals(exact, text) : subtractDecimals(exact, text)
      }
      expect(sumIn(sum)).toBe(exact)
      for (const [text, sign] of changes) addExactly(sum, amountIn(text), sign === 1 ? -1 : 1)
      expect(sumIn(sum)).toBe('0')
    }),
  )
})

test('many large amounts do not leave the range in which they are exact', () => {
  const sum: ExactSum = { few: 0, units: 0n }
  for (let time = 0; time < 10_000; time += 1) addExactly(sum, amountIn('999.999999999999'), 1)
  expect(sumIn(sum)).toBe('9999999.99999999')
})
