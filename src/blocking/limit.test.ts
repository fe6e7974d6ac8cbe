import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide, type Hold, type Limit, MOST_REWRITES } from './limit.ts'

const hold = (change: Partial<Hold> = {}): Hold => ({
  id: 1,
  item: 'rl-gpt-4o',
  field: 'max_requests_per_1_minute',
  model: 'gpt-4o',
  original: 10_000,
  written: [0],
  month: null,
  rewrites: 0,
  refusal: null,
  isConfirmed: true,
  ...change,
})

describe('while a block wants a limit', () => {
  test('nothing is written where the limit is tight enough already', () => {
    expect(decide(500, null, 600)).toEqual({ kind: 'in-force' })
    expect(decide(0, hold(), 0)).toEqual({ kind: 'in-force' })
    expect(decide(3, hold({ original: 100, written: [10] }), 10)).toEqual({ kind: 'in-force' })
  })
  test('a missing limit is the loosest of all', () => {
    expect(decide(null, null, 74_200)).toEqual({ kind: 'write', value: 74_200, undone: false })
  })
  test('what was undone since it was seen in force is written again, and in the end a person is asked', () => {
    expect(decide(10_000, hold(), 0)).toEqual({ kind: 'write', value: 0, undone: true })
    expect(decide(7, hold(), 0)).toEqual({ kind: 'write', value: 0, undone: true })
    expect(decide(7, hold({ rewrites: MOST_REWRITES }), 0)).toEqual({ kind: 'contested' })
  })
  test('what never was in force is simply written, however often', () => {
    const never = hold({ isConfirmed: false, rewrites: MOST_REWRITES })
    expect(decide(10_000, never, 0)).toEqual({ kind: 'write', value: 0, undone: false })
  })
  test('a harder grade, or a softer one, replaces our own value and nobody is blamed', () => {
    expect(decide(1_000, hold({ written: [1_000] }), 0)).toEqual({ kind: 'write', value: 0, undone: false })
    expect(decide(0, hold({ written: [1_000, 0] }), 1_000)).toEqual({ kind: 'write', value: 1_000, undone: false })
  })
})

describe('once nothing wants it any more', () => {
  test('ours goes back, theirs stays, and what is back already is left in peace', () => {
    expect(decide(0, hold(), undefined)).toEqual({ kind: 'write', value: 10_000, undone: false })
    expect(decide(7, hold(), undefined)).toEqual({ kind: 'close', outcome: 'left' })
    expect(decide(10_000, hold(), undefined)).toEqual({ kind: 'close', outcome: 'restored' })
  })
  test('no limit is a state to go back to', () => {
    const none = hold({ original: null, written: [74_200] })
    expect(decide(74_200, none, undefined)).toEqual({ kind: 'write', value: null, undone: false })
    expect(decide(null, none, undefined)).toEqual({ kind: 'close', outcome: 'restored' })
  })
  test('what was refused never was changed', () => {
    expect(decide(10_000, hold({ refusal: 'rate_limit_not_updatable' }), undefined)).toMatchObject({ kind: 'close' })
  })
})

test('whatever stands there, following the decisions ends in force, and letting go ends where it began', () => {
  const limit = fc.option(fc.integer({ min: 1, max: 1_000 }), { nil: null })
  fc.assert(
    fc.property(
      limit,
      fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 5 }),
      (original, wants) => {
        let present: Limit = original
        let held: Hold | null = null
        for (const wanted of [...wants, undefined]) {
          for (let round = 0; round < 3; round += 1) {
            const decision = decide(present, held, wanted)
            if (decision.kind !== 'write') break
            held ??= hold({ original, written: [], isConfirmed: false })
            if (decision.value !== null && decision.value !== original)
              held = { ...held, written: [...held.written, decision.value] }
            present = decision.value
          }
          if (wanted === undefined) expect(present).toBe(original)
          else if (original !== null && held === null) expect(original).toBeLessThanOrEqual(wanted)
          else expect(present).toBe(wanted)
        }
      },
    ),
  )
})
