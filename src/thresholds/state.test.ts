import { expect, test } from 'vitest'
import { stateOf } from './state.ts'
import type { Level } from './threshold.ts'

const levels: Level[] = [{ percent: 80, effect: 'notify' }]
const facts = { isPaused: false, isDark: false, spend: '10', limit: '100', levels }

test('a threshold is normal, then warning at its lowest level, then exceeded at its limit', () => {
  expect(stateOf(facts)).toBe('normal')
  expect(stateOf({ ...facts, spend: '80' })).toBe('warning')
  expect(stateOf({ ...facts, spend: '100' })).toBe('exceeded')
})

test('a limit without a level below it goes straight to exceeded, also where the only level is above it', () => {
  const high: Level[] = [{ percent: 150, effect: 'block' }]
  expect(stateOf({ ...facts, levels: high, spend: '99.99' })).toBe('normal')
  expect(stateOf({ ...facts, levels: high, spend: '100' })).toBe('exceeded')
})

test('no reading is unknown, not normal', () => expect(stateOf({ ...facts, spend: null })).toBe('unknown'))

test('no readings any more is said, but never hides what is known to be exceeded', () => {
  expect(stateOf({ ...facts, isDark: true })).toBe('no-data')
  expect(stateOf({ ...facts, isDark: true, spend: '100' })).toBe('exceeded')
})

test('a pause is said before anything else', () =>
  expect(stateOf({ ...facts, isPaused: true, spend: '900' })).toBe('paused'))
