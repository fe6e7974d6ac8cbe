import { expect, test } from 'vitest'
import { typedInstant } from './typed-instant.ts'

test.each([
  ['2026-11-24T18:00', 'Asia/Seoul', '2026-11-24T09:00:00.000Z'],
  ['2026-11-24T00:30', 'America/New_York', '2026-11-24T05:30:00.000Z'],
  ['2026-07-24T18:00', 'America/New_York', '2026-07-24T22:00:00.000Z'],
  ['2026-11-01T03:00', 'America/New_York', '2026-11-01T08:00:00.000Z'],
  ['2026-03-08T03:00', 'America/New_York', '2026-03-08T07:00:00.000Z'],
  ['2026-11-24T18:00', 'Asia/Kolkata', '2026-11-24T12:30:00.000Z'],
])('%s in %s is %s, wherever the browser stands', (local, timeZone, instant) => {
  expect(typedInstant(local, timeZone)?.toISOString()).toBe(instant)
})

test('what is no instant is none', () => {
  expect(typedInstant('', 'Asia/Seoul')).toBeNull()
  expect(typedInstant('tomorrow', 'Asia/Seoul')).toBeNull()
})
