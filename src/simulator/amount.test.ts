import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDecimal } from '../platform/money.ts'
import { decimalText, wireText } from './amount.ts'

const units = fc.integer({ min: -9e15, max: 9e15 })
const crumbs = fc.integer({ min: 0, max: 1e14 })

function reference(unitCount: number, crumbCount: number): string {
  const total = BigInt(unitCount) * 10n ** 10n + BigInt(crumbCount)
  const digits = String(total < 0n ? -total : total).padStart(21, '0')
  return parseDecimal(`${total < 0n ? '-' : ''}${digits.slice(0, -20)}.${digits.slice(-20)}`)
}

test('the text is the exact decimal, whatever the two parts are', () => {
  fc.assert(
    fc.property(units, crumbs, (left, right) => {
      expect(decimalText(left, right)).toBe(reference(left, right))
    }),
  )
})

test('every way to write an amount is JSON and reads back as the same decimal', () => {
  const style = fc.constantFrom('number' as const, 'string' as const, 'mixed' as const)
  fc.assert(
    fc.property(
      fc.oneof(units, fc.integer({ min: -99_999, max: 99_999 })),
      crumbs,
      style,
      fc.nat(),
      (left, right, way, hash) => {
        const text = wireText(left, right, way, hash)
        expect(() => JSON.parse(text)).not.toThrow()
        expect(parseDecimal(text.replaceAll('"', ''))).toBe(reference(left, right))
        if (way !== 'mixed') expect(text.startsWith('"')).toBe(way === 'string')
      },
    ),
  )
})

test('very small amounts are written with an exponent', () => {
  expect(wireText(1_000, 0, 'number', 0)).toBe('1e-7')
  expect(wireText(-4_200, 0, 'number', 0)).toBe('-4.2e-7')
})
