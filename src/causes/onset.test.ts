import { expect, test } from 'vitest'
import { MINUTE } from '../platform/clock.ts'
import { pulseOf } from './onset.ts'

const UNTIL = new Date('2026-11-23T05:30:00Z')
const minutesBack = (back: number, calls: number) => ({ at: new Date(UNTIL.getTime() - back * MINUTE), calls })
const steady = Array.from({ length: 120 }, (_one, back) => minutesBack(back, 1))

test('a runaway is dated to the minute in which it began', () => {
  const calls = steady.map((minute, back) => (back <= 28 ? { ...minute, calls: 15 } : minute))
  const pulse = pulseOf(calls, UNTIL, 1440)
  expect(pulse.since?.toISOString()).toBe('2026-11-23T05:02:00.000Z')
  expect(pulse.minutes).toHaveLength(60)
  expect(pulse.from.toISOString()).toBe('2026-11-23T04:31:00.000Z')
})

test('one quiet minute does not end it, one loud minute does not begin it', () => {
  const calls = steady.map((minute, back) => ({ ...minute, calls: back <= 28 && back !== 10 ? 15 : 0 }))
  expect(pulseOf(calls, UNTIL, 1440).since?.toISOString()).toBe('2026-11-23T05:02:00.000Z')
  expect(pulseOf([...steady.slice(5), minutesBack(2, 12)], UNTIL, 1440).since).toBeNull()
})

test('a runaway older than the hour that is drawn is dated as well', () => {
  const calls = steady.map((minute, back) => ({ ...minute, calls: back <= 100 ? 20 : 1 }))
  expect(pulseOf(calls, UNTIL, 1440).since?.toISOString()).toBe('2026-11-23T03:50:00.000Z')
})

test('usual calls, an end in sight and an unknown usual day give no beginning', () => {
  expect(pulseOf(steady, UNTIL, 1440).since).toBeNull()
  expect(
    pulseOf(
      steady.map((minute, back) => ({ ...minute, calls: back > 10 ? 30 : 0 })),
      UNTIL,
      1440,
    ).since,
  ).toBeNull()
  expect(pulseOf(steady, UNTIL, null).since).toBeNull()
})
