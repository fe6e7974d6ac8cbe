import { describe, expect, it } from 'vitest'
import type { DaySpend } from '../../src/reports/api.ts'
import { sparkSegments } from './spark.ts'

const size = { width: 104, height: 24 }
const days = (list: [string | null, DaySpend['basis']][]): DaySpend[] =>
  list.map(([amount, basis], index) => ({ day: `2026-11-0${index + 1}`, amount, basis }))

describe('sparkline', () => {
  it('breaks at a day without a reading instead of falling to zero', () => {
    const { segments, points } = sparkSegments(
      days([
        ['1', 'settled'],
        ['2', 'settled'],
        [null, 'unknown'],
        ['2', 'settled'],
        ['1', 'settled'],
      ]),
      size,
    )
    expect(segments).toHaveLength(2)
    expect(points[2]?.y).toBeNull()
  })
  it('changes its stroke where the basis changes and stays connected', () => {
    const { segments } = sparkSegments(
      days([
        ['1', 'settled'],
        ['2', 'provisional'],
        ['3', 'estimated'],
      ]),
      size,
    )
    expect(segments.map((segment) => segment.basis)).toEqual(['settled', 'provisional', 'estimated'])
    expect(segments[1]?.d.startsWith('M2 ')).toBe(true)
  })
  it('draws nothing for nothing', () => {
    expect(sparkSegments([], size).segments).toEqual([])
  })
})
