import { expect, test } from 'vitest'
import { isMoving, secondsOf, toneOf } from './progress.ts'

const step = {
  kind: 'spend-limit' as const,
  target: 'proj_a',
  projectId: null,
  projectName: null,
  direction: 'apply' as const,
  state: 'done' as const,
  done: 1,
  total: 1,
  problemCode: null,
  problem: null,
  link: null,
  notes: [],
  startedAt: '2026-11-23T05:00:00.400Z',
  finishedAt: '2026-11-23T05:00:01.100Z',
}
const block = {
  state: 'open' as const,
  grade: 'stop' as const,
  proof: 'pending' as const,
  createdAt: '2026-11-23T05:00:00.000Z',
  appliedAt: '2026-11-23T05:00:02.000Z',
  steps: [step],
}

test('a step of a block is timed from the button, one of a release from its own beginning', () => {
  expect(secondsOf(block, step)).toBe(1.1)
  expect(secondsOf(block, { ...step, direction: 'restore' })).toBeCloseTo(0.7)
  expect(secondsOf(block, { ...step, finishedAt: null })).toBeNull()
})

test('a block moves while a step waits or runs and while it is being released', () => {
  expect(isMoving(block)).toBe(false)
  expect(isMoving({ ...block, steps: [{ ...step, state: 'running' }] })).toBe(true)
  expect(isMoving({ ...block, state: 'releasing' })).toBe(true)
})

test('calls after a block, or a refused step, are worse than a missing proof', () => {
  expect(toneOf(block)).toBe('warn')
  expect(toneOf({ ...block, proof: 'confirmed' })).toBe('ok')
  expect(toneOf({ ...block, proof: 'violated' })).toBe('danger')
  expect(toneOf({ ...block, proof: 'confirmed', steps: [{ ...step, state: 'refused' }] })).toBe('danger')
  expect(toneOf({ ...block, appliedAt: null })).toBe('accent')
})
