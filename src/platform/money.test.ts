import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDecimals, changeRatio, isZero, NotDecimal, parseDecimal, subtractDecimals } from './money.ts'

describe('parseDecimal', () => {
  test.each([
    ['1e-7', '0.0000001'],
    ['0.34090000000000000', '0.3409'],
    ['-1.50', '-1.5'],
    ['-0', '0'],
    ['-0.0', '0'],
    ['0.00', '0'],
    ['.5', '0.5'],
    ['-.5', '-0.5'],
    ['5.', '5'],
    ['1E+3', '1000'],
    ['100', '100'],
    ['007.10', '7.1'],
    ['0.000000000000000000000000000001', '0.000000000000000000000000000001'],
    ['123456789012345678901234567890.123', '123456789012345678901234567890.123'],
  ])('%s is %s', (text, canonical) => expect(parseDecimal(text)).toBe(canonical))

  test.each(['', ' ', 'NaN', 'Infinity', '1,000', '0x10', '1e', '--1', '1e9999', `1${'0'.repeat(200)}`, 'null', '1 '])(
    '%j is no decimal',
    (text) => expect(() => parseDecimal(text)).toThrow(NotDecimal),
  )

  test('keeps the value of every decimal, whatever its spelling', () => {
    const digits = fc.tuple(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.integer({ min: 0, max: 30 }), fc.nat(5))
    fc.assert(
      fc.property(digits, ([units, scale, zeros]) => {
        const negative = units < 0n
        const text = (negative ? -units : units).toString().padStart(scale + 1, '0')
        const plain = scale ? `${text.slice(0, -scale)}.${text.slice(-scale)}${'0'.repeat(zeros)}` : text
        const spelled = `${negative ? '-' : ''}${plain}`
        const exponent = `${units}e-${scale}`
        expect(parseDecimal(spelled)).toBe(parseDecimal(exponent))
        expect(subtractDecimals(parseDecimal(spelled), parseDecimal(exponent))).toBe('0')
      }),
    )
  })
})

test('sums are exact in any order', () => {
  const amounts = fc.array(fc.tuple(fc.integer(), fc.integer({ min: 0, max: 20 })), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(amounts, (list) => {
      const texts = list.map(([units, scale]) => parseDecimal(`${units}e-${scale}`))
      const exact = list.reduce((sum, [units, scale]) => sum + BigInt(units) * 10n ** BigInt(20 - scale), 0n)
      const sum = addDecimals(...texts)
      expect(sum).toBe(addDecimals(...texts.toReversed()))
      expect(isZero(subtractDecimals(sum, parseDecimal(`${exact}e-20`)))).toBe(true)
    }),
  )
})

test('nothing is compared with zero or a credit', () => {
  expect(changeRatio('0', '5')).toBeNull()
  expect(changeRatio('-1', '5')).toBeNull()
  expect(changeRatio('50', '742')).toBe(13.84)
})
