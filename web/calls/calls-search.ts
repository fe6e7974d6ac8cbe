import type { CallView } from '../../src/calls/api.ts'
import { addDays, currentDay } from '../reports/days.ts'

export const RESULTS = ['ok', 'error', 'refused', 'aborted'] as const satisfies readonly CallView['result'][]
export const SOURCES = ['gateway', 'sdk', 'api', 'otlp'] as const satisfies readonly CallView['source'][]
export const PERIODS = ['today', '7', '30', 'all'] as const
export const TEXTS = ['task', 'intent', 'model', 'user', 'trace'] as const

export type Period = (typeof PERIODS)[number]
export type TextFilter = (typeof TEXTS)[number]
export type CallsSearch = { [name in TextFilter]?: string } & {
  /** 7 days where nothing is said; `from` and `to` win. */
  period?: Exclude<Period, '7'>
  from?: string
  to?: string
  result?: CallView['result']
  source?: CallView['source']
  key?: string
  priced?: 'yes' | 'no'
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const LONGEST = 256

/** The filters live in the address, so that it can be sent to a colleague; what is not a filter is dropped. '' is a filter: calls that do not say. */
export function readCallsSearch(given: Record<string, unknown>): CallsSearch {
  const period = PERIODS.find((known) => known === String(given.period))
  const result = RESULTS.find((known) => known === given.result)
  const source = SOURCES.find((known) => known === given.source)
  const day = (value: unknown) => (typeof value === 'string' && DAY.test(value) ? value : undefined)
  const [from, to] = [day(given.from), day(given.to)]
  return {
    ...(period && period !== '7' ? { period } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...Object.fromEntries(TEXTS.flatMap((name) => textOf(name, given[name]))),
    ...(result ? { result } : {}),
    ...(source ? { source } : {}),
    ...(typeof given.key === 'string' && given.key !== '' ? { key: given.key } : {}),
    ...(given.priced === 'yes' || given.priced === 'no' ? { priced: given.priced } : {}),
  }
}

// A task that is called 2026 comes out of the address as a number.
function textOf(name: TextFilter, value: unknown): [string, string][] {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return []
  const text = String(value).slice(0, LONGEST)
  return name === 'trace' && text === '' ? [] : [[name, text]]
}

/** Whether anything but the period is asked for. */
export function isFiltered({ period: _period, from: _from, to: _to, ...filters }: CallsSearch): boolean {
  return Object.keys(filters).length > 0
}

export type Span = { from?: string; to?: string }

/** The cost days that are looked at; the running one is among them. */
export function spanOf({ period, from, to }: CallsSearch, today = currentDay()): Span {
  if (from || to) return { ...(from ? { from } : {}), ...(to ? { to } : {}) }
  if (period === 'all') return {}
  if (period === 'today') return { from: today, to: today }
  return { from: addDays(today, 1 - Number(period ?? 7)), to: today }
}
