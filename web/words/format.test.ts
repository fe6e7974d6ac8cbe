import { describe, expect, it } from 'vitest'
import {
  formatAgo,
  formatAxisUsd,
  formatChange,
  formatDay,
  formatDuration,
  formatInstant,
  formatLongDay,
  formatMoney,
  formatShare,
  formatUsd,
} from './format.ts'

describe('money', () => {
  it.each([
    ['1284.1', '$1,284.10'],
    ['0', '$0.00'],
    ['742.185', '$742.19'],
    ['0.01', '$0.01'],
    ['0.0042', '$0.0042'],
    ['0.00001', '<$0.0001'],
    ['-0.00001', '>−$0.0001'],
    ['-31.2', '−$31.20'],
  ])('%s is shown as %s', (amount, shown) => {
    expect(formatUsd(amount)).toBe(shown)
  })

  it('keeps digits that a float would lose', () => {
    expect(formatUsd('9007199254740993.27')).toBe('$9,007,199,254,740,993.27')
  })

  it('shows a bill in its own currency with that currency’s digits', () => {
    expect(formatMoney({ amount: '1000', currency: 'KRW' })).toBe('₩1,000')
  })

  it('shortens round amounts along an axis', () => {
    expect([formatAxisUsd(1200), formatAxisUsd(0.25), formatAxisUsd(-40)]).toEqual(['$1,200', '$0.25', '−$40'])
  })
})

describe('ratios', () => {
  it('gives a change its sign and one decimal only below one percent', () => {
    expect([13.84, -0.04, 0.004, 0, -0.0001].map(formatChange)).toEqual(['+1,384%', '−4%', '+0.4%', '0%', '0%'])
  })
  it('gives a share one decimal only below ten percent', () => {
    expect([0.004, 0.93].map(formatShare)).toEqual(['0.4%', '93%'])
  })
})

describe('days and instants', () => {
  it('names a cost day without any time zone moving it', () => {
    expect([formatDay('2026-11-01'), formatLongDay('2026-11-21')]).toEqual(['11/1', '11월 21일 (토)'])
  })
  it('shows an instant in the workspace’s zone, midnight as 00', () => {
    expect(formatInstant('2026-11-21T15:00:00Z', 'Asia/Seoul')).toBe('2026. 11. 22. 00:00')
    expect(formatInstant('2026-11-21T15:00:00Z', 'UTC')).toBe('2026. 11. 21. 15:00')
  })
  it('tells how long ago and how long still', () => {
    const now = Date.parse('2026-11-21T12:00:00Z')
    const at = (seconds: number) => new Date(now - seconds * 1000).toISOString()
    expect([at(10), at(200), at(7300), at(90_000)].map((instant) => formatAgo(instant, now))).toEqual([
      '방금',
      '3분 전',
      '2시간 전',
      '어제',
    ])
    expect([40, 200, 3900].map(formatDuration)).toEqual(['40초', '3분 20초', '1시간 5분'])
  })
})
