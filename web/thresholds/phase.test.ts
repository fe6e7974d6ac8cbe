import { expect, test } from 'vitest'
import { groupLevels, nearest, phaseSentence, shareOfLimit } from './phase.ts'

const usd = (amount: string) => ({ amount, currency: 'USD' })
const phase = {
  periodStart: '2026-11-22',
  resetsAt: '2026-11-23T00:00:00.000Z',
  spent: usd('487.6'),
  left: usd('12.4'),
  ratio: 0.9752,
  next: null,
  unpriced: false,
  readAt: null,
}

test('a phase says what is left and when it begins anew', () => {
  const now = Date.parse('2026-11-22T14:47:30Z')
  expect(phaseSentence(phase, now)).toBe('남은 한도 $12.40 · 9시간 12분 뒤 초기화')
  expect(phaseSentence({ ...phase, left: usd('0') }, now)).toBe('남은 한도 없음 · 9시간 12분 뒤 초기화')
})

test('without a reading nothing is said about what is left; the last minute is soon', () => {
  expect(phaseSentence({ ...phase, left: null }, Date.parse('2026-11-22T23:59:30Z'))).toBe('곧 초기화')
})

test('levels that do the same are one group', () => {
  const groups = groupLevels([
    { percent: 80, effect: 'notify' },
    { percent: 100, effect: 'notify' },
    { percent: 150, effect: 'block' },
    { percent: 1_000, effect: 'notify' },
  ])
  expect(groups.map(({ percents, effect }) => `${percents} ${effect}`)).toEqual([
    '80 · 100 notify',
    '150 block',
    '1,000 notify',
  ])
})

test('the nearest period is the one with the highest share; unknown ones do not count', () => {
  const past = [
    { periodStart: '2026-11-21', spent: null, ratio: null },
    { periodStart: '2026-11-20', spent: usd('5'), ratio: 0.5 },
    { periodStart: '2026-11-19', spent: usd('9'), ratio: 0.9 },
  ]
  expect(nearest(past)?.periodStart).toBe('2026-11-19')
  expect(nearest(past.slice(0, 1))).toBeNull()
})

test('a share is rounded down, so that only what has reached the limit reads as 100 %', () => {
  expect([0.9999, 1, 1.484, 0.0456, 0.29, 0].map(shareOfLimit)).toEqual(['99%', '100%', '148%', '4.5%', '29%', '0%'])
})
