import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDecimals, subtractDecimals } from '../platform/money.ts'
import type { Breakdown, DayUse, UsageLine, UsualDay } from './cause.ts'
import { causeLine } from './cause-line.ko.ts'
import { explain } from './explain.ts'

const line = (fields: Partial<UsageLine> = {}): UsageLine => ({
  model: 'gpt-4o',
  keyId: 'key_9f2c',
  userId: 'user-a',
  hasTokens: true,
  calls: '1000',
  tokens: '1000000',
  cost: '50',
  isUnpriced: false,
  ...fields,
})
const usual = (...middle: DayUse[]): UsualDay => ({ from: 'same-weekdays', days: ['2026-11-16'], middle })
const DAY = '2026-11-23'

const amount = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.integer({ min: 0, max: 12 }))
  .map(([digits, places]) => {
    const text = String(digits).padStart(places + 1, '0')
    return addDecimals('0', places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`)
  })
const count = fc.option(fc.nat({ max: 10_000_000 }).map(String), { freq: 12 })
const anyLine = fc.record({
  model: fc.option(fc.constantFrom('gpt-4o', 'gpt-4o-mini', 'o3', 'a', 'b', 'c', 'd')),
  keyId: fc.option(fc.constantFrom('key_1', 'key_2', 'key_3')),
  userId: fc.option(fc.constantFrom('user_1', 'user_2')),
  hasTokens: fc.boolean(),
  calls: count,
  tokens: count,
  cost: amount,
  isUnpriced: fc.boolean(),
})
const anyUse = fc.record({ spend: amount, lines: fc.option(fc.array(anyLine, { maxLength: 12 }), { freq: 8 }) })

test('the parts, and the rows of each table, add up to the rise digit for digit, whatever was used', () => {
  fc.assert(
    fc.property(anyUse, fc.array(anyUse, { minLength: 1, maxLength: 2 }), (now, middle) => {
      const cause = explain(DAY, now, usual(...middle))
      const rise = cause.rise ?? ''
      expect(addDecimals('0', ...cause.parts.map((part) => part.amount))).toBe(rise)
      const target = cause.reach === 'full' ? rise : now.spend
      for (const table of [cause.models, cause.keys, cause.users]) {
        expect(totalOf(table)).toBe(cause.reach === 'no-usage' ? '0' : target)
      }
    }),
    { numRuns: 500 },
  )
})

test('a usual day made of two middle days spends exactly their median', () => {
  fc.assert(
    fc.property(anyUse, anyUse, anyUse, (now, one, two) => {
      const { usual: spend } = explain(DAY, now, usual(one, two))
      expect(addDecimals(spend ?? '', spend ?? '')).toBe(addDecimals(one.spend, two.spend))
    }),
  )
})

function totalOf({ rows, other, gap }: Breakdown): string {
  return addDecimals('0', ...rows.map((row) => row.amount), other?.amount ?? '0', gap ?? '0')
}

test('a retry loop is fifteen times the calls of one model and one key', () => {
  const now: DayUse = {
    spend: '742',
    lines: [line({ calls: '15000', tokens: '14700000', cost: '690' }), line({ model: 'gpt-4o-mini', cost: '52' })],
  }
  const before: DayUse = {
    spend: '50',
    lines: [line({ cost: '48' }), line({ model: 'gpt-4o-mini', calls: '0', tokens: '0', cost: '2' })],
  }
  const cause = explain(DAY, now, usual(before))
  expect(cause.rise).toBe('692')
  expect(cause.growth?.calls).toBe(16)
  expect(cause.models.rows[0]).toMatchObject({ name: 'gpt-4o', amount: '642', share: 0.9277 })
  expect(cause.keys.rows).toMatchObject([{ name: 'key_9f2c', amount: '692', share: 1 }])
  expect(causeLine(cause)).toBe('호출 수 16배 · gpt-4o 93%')
})

test('longer prompts are told as tokens per call, a dearer model as price', () => {
  const tokens = explain(
    DAY,
    { spend: '150', lines: [line({ tokens: '3000000', cost: '150' })] },
    usual({ spend: '50', lines: [line()] }),
  )
  expect(tokens.parts.map(({ part, amount }) => [part, amount])).toEqual([
    ['calls', '0'],
    ['tokens', '100'],
    ['price', '0'],
  ])
  expect(causeLine(tokens)).toBe('호출당 토큰 3배 · gpt-4o 100%')
  const price = explain(
    DAY,
    { spend: '120', lines: [line({ model: 'o3', cost: '120' })] },
    usual({ spend: '50', lines: [line()] }),
  )
  expect(causeLine(price)).toBe('단가 2.4배 · o3 100%')
  expect(price.models.other).toEqual({ count: 1, amount: '-50' })
})

test('a first use has no "times as many": it is told as new', () => {
  const cause = explain(DAY, { spend: '30', lines: [line({ cost: '30' })] }, usual({ spend: '0', lines: [] }))
  expect(cause.growth).toBeNull()
  expect(cause.parts).toEqual([{ part: 'new-use', amount: '30', ratio: null }])
  expect(causeLine(cause)).toBe('평소 없던 사용 · gpt-4o 100%')
})

test('a count that the provider did not give is unknown, not zero', () => {
  const cause = explain(
    DAY,
    { spend: '80', lines: [line({ calls: null, cost: '80' })] },
    usual({ spend: '50', lines: [line()] }),
  )
  expect(cause.calls).toEqual({ now: null, usual: '1000' })
  expect(cause.parts).toEqual([{ part: 'unexplained', amount: '30', ratio: null }])
  expect(causeLine(cause)).toBe('gpt-4o 100%')
})

test('what only the bill knows is a part of its own', () => {
  const cause = explain(DAY, { spend: '100', lines: [line({ cost: '50' })] }, usual({ spend: '50', lines: [line()] }))
  expect(cause.parts.find(({ part }) => part === 'bill-gap')).toEqual({ part: 'bill-gap', amount: '50', ratio: null })
  expect(cause.models.gap).toBe('50')
  expect(causeLine(cause)).toBe('청구서에만 있는 금액 증가')
})

test('use without tokens and use without a price stand apart from calls × tokens × price', () => {
  const now: DayUse = {
    spend: '90',
    lines: [
      line(),
      line({ model: 'gpt-image-1', hasTokens: false, calls: '400', tokens: null, cost: '40' }),
      line({ model: 'gpt-9', cost: '0', isUnpriced: true, calls: '9000', tokens: '9000000' }),
    ],
  }
  const cause = explain(DAY, now, usual({ spend: '50', lines: [line()] }))
  expect(cause.growth).toEqual({ calls: 1, tokensPerCall: 1, price: 1, total: 1 })
  expect(cause.parts.find(({ part }) => part === 'other-use')?.amount).toBe('40')
  expect(cause.unpriced).toEqual([{ model: 'gpt-9', calls: '9000', tokens: '9000000' }])
  expect(causeLine(cause)).toBe('이미지·음성 등 토큰이 아닌 사용 증가 · gpt-image-1 100% · 가격 미상 gpt-9')
})

test('without a usual day, or without usage, what is known of the day is still told', () => {
  const fresh = explain(DAY, { spend: '60', lines: [line({ cost: '60' })] }, null)
  expect(fresh).toMatchObject({ reach: 'no-usual-day', rise: null, parts: [] })
  expect(causeLine(fresh)).toBe('gpt-4o 100%')
  const blind = explain(DAY, { spend: '60', lines: null }, usual({ spend: '50', lines: [line()] }))
  expect(blind).toMatchObject({ reach: 'no-usage', rise: '10', parts: [{ part: 'unexplained', amount: '10' }] })
  expect(causeLine(blind)).toBeNull()
  const before = explain(DAY, { spend: '60', lines: [line({ cost: '60' })] }, usual({ spend: '50', lines: null }))
  expect(before).toMatchObject({ reach: 'no-usual-usage', rise: '10' })
  expect(before.models.rows).toMatchObject([{ amount: '60', usual: null, share: 1 }])
})

test('a day cheaper than usual is explained as well', () => {
  const cause = explain(
    DAY,
    { spend: '10', lines: [line({ calls: '200', tokens: '200000', cost: '10' })] },
    usual({ spend: '50', lines: [line()] }),
  )
  expect(cause.rise).toBe(subtractDecimals('10', '50'))
  expect(cause.models).toMatchObject({ rows: [], other: { count: 1, amount: '-40' } })
  expect(causeLine(cause)).toBeNull()
})
