import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDecimals, multiplyDecimals, parseDecimal } from '../platform/money.ts'
import { evaluate, isReached, strongestEffect } from './evaluate.ts'
import type { Effect, Level } from './threshold.ts'

const levels: Level[] = [80, 100, 150].map((percent) => ({ percent, effect: 'notify' }))
const standing = {
  levels,
  limit: '500',
  spend: '0',
  fired: [] as number[],
  isRaised: false,
  hardened: [],
  isPaused: false,
}
const crossedBy = (change: Partial<Parameters<typeof evaluate>[0]>) =>
  evaluate({ ...standing, ...change }).crossed.map(({ percent }) => percent)

describe('a level is crossed', () => {
  test('exactly at its amount, not one digit below', () => {
    expect(crossedBy({ spend: '399.9999999999999999999' })).toEqual([])
    expect(crossedBy({ spend: '400' })).toEqual([80])
    expect(crossedBy({ spend: '742' })).toEqual([80, 100])
  })

  test('once: what has fired does not fire again, whatever the spend does', () => {
    expect(crossedBy({ spend: '742', fired: [80, 100] })).toEqual([])
    expect(crossedBy({ spend: '760', fired: [80, 100] })).toEqual([150])
  })

  test('by any spend at a limit of 0, and by nothing else', () => {
    expect(crossedBy({ limit: '0', spend: '0.0000001' })).toEqual([80, 100, 150])
    expect(crossedBy({ limit: '0', spend: '0' })).toEqual([])
    expect(crossedBy({ limit: '0', spend: null })).toEqual([])
  })

  test('never by credits', () => expect(crossedBy({ limit: '0', spend: '-3' })).toEqual([]))

  test('also at enormous limits, to the last digit', () => {
    const limit = '999999999999999.99'
    expect(isReached('999999999999999.99', limit, 100)).toBe(true)
    expect(isReached('999999999999999.98', limit, 100)).toBe(false)
  })

  test('not while paused, and at once when the pause ends', () => {
    expect(crossedBy({ spend: '742', isPaused: true })).toEqual([])
    expect(crossedBy({ spend: '742' })).toEqual([80, 100])
  })
})

describe('a raised limit', () => {
  test('arms exactly the levels whose amount lies above the spend', () => {
    const raised = { ...standing, limit: '800', spend: '742', fired: [80, 100], isRaised: true }
    expect(evaluate(raised)).toEqual({ rearmed: [100], crossed: [] })
  })

  test('is needed: a lower reading arms nothing', () => {
    expect(evaluate({ ...standing, spend: '10', fired: [80, 100] })).toEqual({ rearmed: [], crossed: [] })
  })
})

test('the strongest effect of several levels counts', () => {
  const withEffects = (...effects: Effect[]) => effects.map((effect, place) => ({ percent: place + 1, effect }))
  expect(strongestEffect(withEffects('notify', 'block', 'slow'))).toBe('block')
  expect(strongestEffect(withEffects('notify', 'slow'))).toBe('slow')
  expect(strongestEffect([])).toBe('notify')
})

const amounts = fc
  .tuple(fc.integer({ min: -2_000, max: 20_000 }), fc.integer({ min: 0, max: 9 }))
  .map(([units, scale]) => parseDecimal(`${units}e-${scale}`))
const someLevels = fc
  .uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 })
  .map((percents) =>
    percents.sort((left, right) => left - right).map((percent): Level => ({ percent, effect: 'notify' })),
  )

function firedBy(all: Level[], limit: string, spends: readonly (string | null)[]): number[] {
  const fired: number[] = []
  for (const spend of spends) {
    const { crossed } = evaluate({ levels: all, limit, spend, fired, isRaised: false, hardened: [], isPaused: false })
    fired.push(...crossed.map(({ percent }) => percent))
  }
  return fired
}

test('readings in any order and any number leave the same levels crossed, each once', () => {
  const readings = fc.array(fc.option(amounts), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(someLevels, amounts, readings, fc.infiniteStream(fc.nat()), (all, limit, spends, draws) => {
      const direct = firedBy(all, limit, spends)
      const shuffled = spends
        .flatMap((spend) => [spend, spend])
        .map((spend) => ({ spend, place: draws.next().value ?? 0 }))
        .sort((left, right) => left.place - right.place)
        .map(({ spend }) => spend)
      const again = firedBy(all, limit, shuffled)
      expect(new Set(direct).size).toBe(direct.length)
      expect(again.toSorted()).toEqual(direct.toSorted())
    }),
  )
})

test('limits raised and lowered at will never fire a level twice without arming it in between', () => {
  const steps = fc.array(fc.record({ limit: amounts, spend: fc.option(amounts) }), { maxLength: 20 })
  fc.assert(
    fc.property(someLevels, steps, (all, history) => {
      let fired: number[] = []
      let before = '0'
      for (const { limit, spend } of history) {
        const isRaised = Number(limit) > Number(before)
        const { rearmed, crossed } = evaluate({
          levels: all,
          limit,
          spend,
          fired,
          isRaised,
          hardened: [],
          isPaused: false,
        })
        for (const percent of rearmed) expect(isReached(spend, limit, percent)).toBe(false)
        for (const { percent } of crossed) expect(fired).not.toContain(percent)
        fired = [...fired.filter((percent) => !rearmed.includes(percent)), ...crossed.map(({ percent }) => percent)]
        before = limit
      }
    }),
  )
})

test('one piece more or less than the amount of a level decides, at any number of digits', () => {
  const positive = amounts.filter((amount) => Number(amount) > 0)
  fc.assert(
    fc.property(positive, fc.integer({ min: 1, max: 1_000 }), (limit, percent) => {
      const amount = multiplyDecimals(multiplyDecimals(limit, String(percent)), '0.01')
      const piece = '0.000000000000000000000000000001'
      expect(isReached(amount, limit, percent)).toBe(true)
      expect(isReached(addDecimals(amount, piece), limit, percent)).toBe(true)
      expect(isReached(addDecimals(amount, `-${piece}`), limit, percent)).toBe(false)
    }),
  )
})
