import { describe, expect, it } from 'vitest'
import type { Period } from '../../src/reports/api.ts'
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

describe('a chart’s title', () => {
  it.each([
    [0.18, '최근 7일 지출은 직전 7일보다 18% 많습니다'],
    [-0.042, '최근 7일 지출은 직전 7일보다 4% 적습니다'],
    [0.004, '최근 7일 지출은 직전 7일과 비슷합니다'],
    [null, '최근 30일 지출을 팀별로 쌓았습니다'],
  ])('a change of %s reads "%s"', (change, title) => {
    expect(trendTitle(period(change), words.home.trend)).toBe(title)
  })
  it('compares nothing with a week that is unknown', () => {
    expect(trendTitle(period(-1, null), words.home.trend)).toBe(words.home.trend.plain)
  })
})
