import { expect, test } from 'vitest'
import { MINUTE } from '../platform/clock.ts'
import { judgeProof, quietFrom, withKnown } from './proof.ts'

const LAG = 5 * MINUTE

const at = (time: string) => new Date(`2026-11-23T${time}Z`)
const block = { bitesAt: at('05:00:10'), proof: 'pending' as const, callsAfter: null }
const seen = (change: object) => ({ readAt: null, lastCallAt: at('05:00:00'), calls: 0, models: [], ...change })

test('a block is quiet from the first whole minute after the limits had time to spread', () => {
  expect(quietFrom(block)).toEqual(at('05:03:00'))
  expect(quietFrom({ bitesAt: null })).toBeNull()
})

test('it is confirmed by a reading that is late enough to have shown calls, and not sooner', () => {
  expect(judgeProof(block, seen({ readAt: null }), LAG)).toBe('pending')
  expect(judgeProof(block, seen({ readAt: at('05:08:59') }), LAG)).toBe('pending')
  expect(judgeProof(block, seen({ readAt: at('05:09:00') }), LAG)).toBe('confirmed')
})

test('a single call afterwards is a violation, whenever it is seen, also of a confirmed block', () => {
  const calls = seen({ readAt: at('05:04:00'), calls: 1, lastCallAt: at('05:03:00') })
  expect(judgeProof(block, calls, LAG)).toBe('violated')
  expect(judgeProof({ ...block, proof: 'confirmed', callsAfter: 0 }, calls, LAG)).toBe('violated')
})

test('after a violation ten minutes without another call prove it again, and a new call is a new episode', () => {
  const violated = { ...block, proof: 'violated' as const, callsAfter: 3 }
  const last = { calls: 3, lastCallAt: at('05:20:00') }
  expect(judgeProof(violated, seen({ ...last, readAt: at('05:30:00') }), LAG)).toBe('violated')
  expect(judgeProof(violated, seen({ ...last, readAt: at('05:36:00') }), LAG)).toBe('confirmed')
  expect(
    judgeProof({ ...violated, proof: 'confirmed' }, seen({ ...last, calls: 4, readAt: at('06:00:00') }), LAG),
  ).toBe('violated')
})

test('nothing is proven while nothing is in force', () => {
  expect(judgeProof({ ...block, bitesAt: null }, seen({ readAt: at('06:00:00') }), LAG)).toBe('pending')
})

test('calls that were seen in minutes stay seen when an hour that began before the block takes their place', () => {
  const known = { lastCallAt: at('05:20:00'), callsAfter: 3, callingModels: ['gpt-4o'] }
  const hourly = seen({ lastCallAt: at('05:00:00'), calls: 0, readAt: at('06:40:00') })
  expect(withKnown(hourly, known)).toMatchObject({ lastCallAt: at('05:20:00'), calls: 3, models: ['gpt-4o'] })
  const more = seen({ lastCallAt: at('06:10:00'), calls: 7, models: ['o3'] })
  expect(withKnown(more, known)).toEqual(more)
})
