import { describe, expect, it } from 'vitest'
import type { DaySpend } from '../../src/reports/api.ts'
import { layOut } from './layout.ts'
import { columnsOf, singleSeries } from './series.ts'

const box = { width: 364, height: 240, top: 12, right: 4, bottom: 24, left: 60 }
const columns = (amounts: (string | null)[]) =>
  columnsOf(
    singleSeries(
      'a',
      amounts.map(
        (amount, index): DaySpend => ({
          day: `2026-11-${String(index + 1).padStart(2, '0')}`,
          amount,
          basis: 'settled',
        }),
      ),
    ),
  )

describe('layout', () => {
  it('keeps every bar inside the box', () => {
    const { bars } = layOut(columns(['1', '250.5', '3']), box)
    for (const bar of bars) {
      expect(bar.x).toBeGreaterThanOrEqual(box.left)
      expect(bar.x + bar.width).toBeLessThanOrEqual(box.width - box.right)
      expect(bar.y).toBeGreaterThanOrEqual(box.top)
      expect(bar.y + bar.height).toBeLessThanOrEqual(box.height - box.bottom + 0.01)
    }
  })

  it('hangs a credit below zero', () => {
    const { bars, zero } = layOut(columns(['10', '-4']), box)
    expect(bars[1]?.y).toBeCloseTo(zero)
    expect(zero).toBeLessThan(box.height - box.bottom)
  })

  it('draws no bar for a day without a reading and joins neighbouring gaps', () => {
    const { bars, gaps, step } = layOut(columns(['1', null, null, '2']), box)
    expect(bars).toHaveLength(2)
    expect(gaps).toEqual([{ x: box.left + step, width: 2 * step }])
  })

  it('always names the newest day and never crowds the axis', () => {
    const many = columns(Array.from({ length: 28 }, () => '1'))
    const { labels } = layOut(many, box)
    expect(labels.at(-1)?.day).toBe('2026-11-28')
    const distances = labels.slice(1).map((label, index) => label.x - (labels[index]?.x ?? 0))
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(56)
  })

  it('finds the day under a pointer, also past the edges', () => {
    const { at, center } = layOut(columns(['1', '2', '3']), box)
    expect([at(-50), at(center(1)), at(9_999)]).toEqual([0, 1, 2])
  })

  it('stands a chart of nothing without dividing by zero', () => {
    expect(layOut([], box)).toMatchObject({ bars: [], gaps: [], labels: [] })
  })
})
