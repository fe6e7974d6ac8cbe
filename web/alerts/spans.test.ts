import { expect, test } from 'vitest'
import { spansOf } from './spans.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 5, minute)).toISOString()

test('a bar is split by how long a case was in each state, up to now while it is open', () => {
  const steps = [
    { state: 'raised' as const, at: at(0) },
    { state: 'acknowledged' as const, at: at(10) },
    { state: 'blocked' as const, at: at(30) },
  ]
  const spans = spansOf({ steps, isOpen: true }, Date.parse(at(40)))
  expect(spans.map(({ state, share }) => [state, Math.round(share * 100)])).toEqual([
    ['raised', 25],
    ['acknowledged', 50],
    ['blocked', 25],
  ])
})

test('a state of a moment is still to be seen, and the shares fill the bar', () => {
  const steps = [
    { state: 'raised' as const, at: at(0) },
    { state: 'blocked' as const, at: at(0) },
    { state: 'closed' as const, at: at(59) },
  ]
  const spans = spansOf({ steps, isOpen: false }, Date.parse(at(59)))
  expect(spans.map(({ state }) => state)).toEqual(['raised', 'blocked'])
  expect(spans[0]?.share).toBeGreaterThan(0.03)
  expect(spans.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
})

test('a case that began this moment is one whole bar', () => {
  expect(spansOf({ steps: [{ state: 'raised', at: at(0) }], isOpen: true }, Date.parse(at(0)))).toMatchObject([
    { share: 1 },
  ])
})
