import type { Basis } from '../../src/platform/http/schemas.ts'
import type { DaySpend } from '../../src/reports/api.ts'
import { sumDecimals } from './decimal.ts'

export type Series = { key: string; name: string; color: string; days: readonly DaySpend[] }
export type Part = { series: Series; amount: string | null; basis: Basis }
export type Column = { day: string; parts: Part[]; total: string | null; basis: Basis; partial: boolean }

const CERTAINTY: readonly Basis[] = ['unknown', 'estimated', 'provisional', 'settled']
const SHOWN = 6

export type Mark = { day: string; sentence: string }

/** A line across the chart that a day should stay under. */
export type Limit = { amount: string; label: string }

type Given = { key: string; name: string; unattributed?: boolean; days: readonly DaySpend[] }

/** The largest six keep a colour, the rest become one; what nobody owns stays apart, since it is a task and not a team. */
export function collapseSeries(given: readonly Given[], others: string): Series[] {
  const owned = given.filter((series) => !series.unattributed)
  const ranked = owned.toSorted((a, b) => sizeOf(b.days) - sizeOf(a.days))
  const keep = ranked.length <= SHOWN + 1 ? ranked.length : SHOWN
  const shown = ranked
    .slice(0, keep)
    .map((series, rank) => paint(series, rank < SHOWN ? `var(--series-${rank + 1})` : OTHER))
  const rest = ranked.slice(keep)
  const loose = given
    .filter((series) => series.unattributed)
    .map((series) => paint(series, 'var(--series-unattributed)'))
  if (rest.length === 0) return [...shown, ...loose]
  return [
    ...shown,
    { key: 'others', name: others, color: OTHER, days: addUp(rest.map((series) => series.days)) },
    ...loose,
  ]
}

export function singleSeries(name: string, days: readonly DaySpend[]): Series[] {
  return [{ key: 'spend', name, color: 'var(--series-1)', days }]
}

/** One column per day over all series; a day's basis is its least certain known part. */
export function columnsOf(series: readonly Series[]): Column[] {
  const days = [...new Set(series.flatMap((one) => one.days.map((day) => day.day)))].toSorted()
  const byDay = series.map((one) => new Map(one.days.map((day) => [day.day, day])))
  return days.map((day) => {
    const parts = series.map((one, index): Part => {
      const found = byDay[index]?.get(day)
      return { series: one, amount: found?.amount ?? null, basis: found?.amount ? found.basis : 'unknown' }
    })
    const known = parts.filter((part) => part.amount !== null)
    return {
      day,
      parts,
      total: known.length === 0 ? null : sumDecimals(known.map((part) => part.amount ?? '0')),
      basis: weakest(known.map((part) => part.basis)),
      partial: known.length > 0 && known.length < parts.length,
    }
  })
}

export function weakest(bases: readonly Basis[]): Basis {
  if (bases.length === 0) return 'unknown'
  return CERTAINTY.find((basis) => bases.includes(basis)) ?? 'unknown'
}

const OTHER = 'var(--series-other)'

function paint({ key, name, days }: Given, color: string): Series {
  return { key, name, color, days }
}

function addUp(lists: readonly (readonly DaySpend[])[]): DaySpend[] {
  const byDay = Map.groupBy(lists.flat(), (day) => day.day)
  return [...byDay].map(([day, entries]) => {
    const known = entries.filter((entry) => entry.amount !== null)
    return {
      day,
      amount: known.length === 0 ? null : sumDecimals(known.map((entry) => entry.amount ?? '0')),
      basis: weakest(known.map((entry) => entry.basis)),
    }
  })
}

function sizeOf(days: readonly DaySpend[]): number {
  return days.reduce((sum, day) => sum + Number(day.amount ?? 0), 0)
}
