import { describe, expect, it } from 'vitest'
import type { Period, Today } from '../../src/reports/api.ts'
import { words } from '../words/index.ts'
import { trendTitle } from './trend-title.ts'

const period = (change: number | null, amount: string | null = '10'): Period => ({
  from: '2026-11-16',
  to: '2026-11-22',
  amount: amount === null ? null : { amount, currency: 'USD' },
  otherCurrencies: [],
  basis: 'settled',
  previous: null,
  previousFrom: '2026-11-09',
  previousTo: '2026-11-15',
  change,
  missingDays: 0,
})

const today = (change: number | null): Today => ({
  day: '2026-11-23',
  amount: { amount: '10', currency: 'USD' },
  basis: 'estimated',
  readAt: null,
  usualDay: { amount: '5', currency: 'USD' },
  change,
  isPartial: false,
})

describe('a chart’s title', () => {
  it.each([
    [0.18, '최근 7일 지출은 직전 7일보다 18% 많습니다'],
    [-0.042, '최근 7일 지출은 직전 7일보다 4% 적습니다'],
    [0.004, '최근 7일 지출은 직전 7일과 비슷합니다'],
    [null, '최근 30일 지출을 팀별로 쌓았습니다'],
  ])('a change of %s reads "%s"', (change, title) => {
    expect(trendTitle(today(0.1), period(change), words.home.trend)).toBe(title)
  })
  it('compares nothing with a week that is unknown', () => {
    expect(trendTitle(today(0.1), period(-1, null), words.home.trend)).toBe(words.home.trend.plain)
  })
  it('is today, once it is far above a usual day', () => {
    expect(trendTitle(today(13.5525), period(-0.04), words.home.trend)).toBe(
      '오늘 지출은 벌써 평소 하루보다 1,355% 많습니다',
    )
    expect(trendTitle(today(null), period(0.18), words.home.trend)).toBe('최근 7일 지출은 직전 7일보다 18% 많습니다')
  })
})
