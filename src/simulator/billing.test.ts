import { describe, expect, test } from 'vitest'
import { fixedClock } from '../platform/clock.ts'
import { compareDecimals, isZero } from '../platform/money.ts'
import type { SimulatorOptions } from './options.ts'
import { createSimulator } from './simulator.ts'

const DAY = '2026-11-18'

/** The day's total at each of these ages in hours. */
function totalsAt(hours: readonly number[], options: SimulatorOptions = {}): string[] {
  const clock = fixedClock(`${DAY}T00:00:00Z`)
  const simulator = createSimulator({ clock, ...options })
  return hours.map((age, index) => {
    simulator.advance((age - (hours[index - 1] ?? 0)) * 3_600)
    return simulator.truth.total(DAY, DAY)
  })
}

describe('a bill grows as real ones do', () => {
  test('nothing for eight hours, something during the day, all of it two days after the day began', () => {
    const [early, noon, evening, next, full, later] = totalsAt([7, 12, 20, 24, 48, 400])
    expect(isZero(early ?? '')).toBe(true)
    const rising = [noon, evening, next, full].map((amount) => amount ?? '0')
    for (const [index, amount] of rising.entries()) expect(compareDecimals(amount, rising[index - 1] ?? '0')).toBe(1)
    expect(later).toBe(full)
    expect(Number(next) / Number(full)).toBeGreaterThan(0.5)
  })

  test('late-bill takes days, goes down, up again, and loses lines', () => {
    const simulator = createSimulator({ clock: fixedClock(`${DAY}T00:00:00Z`), scenario: 'late-bill' })
    let age = 0
    const rowsAt = (days: number) => {
      simulator.advance((days - age) * 86_400)
      age = days
      const rows = simulator.truth.costs({ from: DAY, to: DAY })
      return new Map(rows.map((row) => [`${row.projectId} ${row.lineItem}`, row.amount]))
    }
    const moved = (before: Map<string, string>, after: Map<string, string>) =>
      [...after].map(([name, amount]) => compareDecimals(amount, before.get(name) ?? '0'))
    const [second, almostThird, third, almostFourth, fourth, sixth, seventh, tenth] = [
      rowsAt(2),
      rowsAt(2.99),
      rowsAt(3),
      rowsAt(3.999),
      rowsAt(4),
      rowsAt(6.5),
      rowsAt(7),
      rowsAt(10),
    ]
    expect(moved(second, almostThird).filter((one) => one === 1).length).toBeGreaterThan(20)
    expect(third.size).toBeLessThan(almostThird.size)
    expect(moved(almostFourth, fourth)).toContain(-1)
    expect(moved(sixth, seventh)).toContain(1)
    expect(tenth).toEqual(seventh)
  })
})

test('simulated time runs at its speed', () => {
  const clock = fixedClock('2026-11-23T00:00:00Z')
  const simulator = createSimulator({ clock, speed: 60, startAt: new Date('2026-01-01T00:00:00Z') })
  clock.advance(60_000)
  expect(simulator.now().toISOString()).toBe('2026-01-01T01:00:00.000Z')
})
