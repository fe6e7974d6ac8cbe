import { expect, test } from 'vitest'
import { type CaseFacts, caseStateOf, caseStepsOf } from './case-state.ts'
import { reminderDue } from './reminders.ts'

const at = (hour: number) => new Date(Date.UTC(2026, 10, 23, hour))
const fresh: CaseFacts = { openedAt: at(5), acknowledgedAt: null, blockedAt: null, releasedAt: null, closedAt: null }

test('a case goes from 발생 over 확인, 차단 and 해제 to 종료', () => {
  expect(caseStateOf(fresh)).toBe('raised')
  expect(caseStateOf({ ...fresh, acknowledgedAt: at(6) })).toBe('acknowledged')
  expect(caseStateOf({ ...fresh, acknowledgedAt: at(6), blockedAt: at(7) })).toBe('blocked')
  expect(caseStateOf({ ...fresh, blockedAt: at(7), releasedAt: at(8) })).toBe('released')
  expect(caseStateOf({ ...fresh, blockedAt: at(7), releasedAt: at(8), closedAt: at(9) })).toBe('closed')
})

test('a project that still stands still is no closed case, even when its day is over', () => {
  expect(caseStateOf({ ...fresh, blockedAt: at(7), closedAt: at(9) })).toBe('blocked')
})

test('steps stand in the order in which they were taken', () => {
  const steps = caseStepsOf({ ...fresh, acknowledgedAt: at(8), blockedAt: at(6), closedAt: at(9) })
  expect(steps.map(({ state }) => state)).toEqual(['raised', 'blocked', 'acknowledged', 'closed'])
})

test('reminders are due after one hour and then every four', () => {
  const due = (minutes: number) => reminderDue(at(5), new Date(at(5).getTime() + minutes * 60_000))
  expect([0, 59, 60, 299, 300, 539, 540].map(due)).toEqual([null, null, 1, 1, 2, 2, 3])
})
