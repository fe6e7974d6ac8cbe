import { DAY, SECOND } from '../platform/clock.ts'
import { UNITS_PER_CENT } from './amount.ts'
import type { Interruption, Interruptions } from './interruptions.ts'
import type { Stream } from './stream.ts'

export type SpendLimit = { readonly thresholdCents: number; readonly isEnforcing: boolean }

/** Null names the organization's own limit. */
export type Scope = string | null

/**
 * Hard monthly spend limits. Nothing runs in the background: `settle` replays what would have happened since it was last
 * asked, so a limit trips at the same instant no matter when somebody looks.
 */
export type SpendLimits = {
  settle(): void
  list(): { readonly projectId: Scope; readonly limit: SpendLimit }[]
  get(scope: Scope): SpendLimit | undefined
  set(scope: Scope, thresholdCents: number): void
  remove(scope: Scope): boolean
  /** In units of 1e-10 dollars, from `from` up to `to`. */
  spent(scope: Scope, from: number, to: number): number
}

type Armed = { readonly thresholdCents: number; settledTo: number; open: Interruption | null }

export function createSpendLimits(options: {
  now: () => number
  delaySeconds: number
  interruptions: Interruptions
  streams: () => readonly Stream[]
}): SpendLimits {
  const { interruptions } = options
  const delay = options.delaySeconds * SECOND
  const armed = new Map<Scope, Armed>()

  function spentUnits(scope: Scope, from: number, to: number): number {
    let units = 0
    for (const stream of options.streams()) {
      if (stream.kind === 'adjustment' || (scope !== null && stream.projectId !== scope)) continue
      const counts = interruptions.measure(stream, from, to)
      for (const [index, component] of stream.components.entries()) {
        units += (counts[index] ?? 0) * (component.bill?.unitPrice ?? 0)
      }
    }
    return units
  }

  function settleOne(scope: Scope, limit: Armed): void {
    const now = options.now()
    while (limit.settledTo < now) {
      const monthStart = startOfMonth(limit.settledTo)
      const end = Math.min(now, startOfMonth(monthStart + 32 * DAY))
      const reached = (at: number) => spentUnits(scope, monthStart, at) >= limit.thresholdCents * UNITS_PER_CENT
      if (limit.open === null && reached(end)) {
        const from = firstInstant(limit.settledTo, end, reached) + delay
        const reason = scope === null ? 'organization_spend_limit' : 'project_spend_limit'
        limit.open = interruptions.open({ reason, projectId: scope, from })
      }
      if (end > monthStart && end === startOfMonth(end) && limit.open !== null) {
        limit.open.to = end
        limit.open = null
      }
      limit.settledTo = end
    }
  }

  function stateOf(scope: Scope, limit: Armed): SpendLimit {
    settleOne(scope, limit)
    const isEnforcing = limit.open !== null && limit.open.from <= options.now()
    return { thresholdCents: limit.thresholdCents, isEnforcing }
  }

  function lift(scope: Scope): boolean {
    const limit = armed.get(scope)
    if (limit === undefined) return false
    settleOne(scope, limit)
    if (limit.open !== null) limit.open.to = Math.max(limit.open.from, options.now() + delay)
    armed.delete(scope)
    return true
  }

  return {
    settle: () => {
      for (const [scope, limit] of armed) settleOne(scope, limit)
    },
    list: () => [...armed].map(([projectId, limit]) => ({ projectId, limit: stateOf(projectId, limit) })),
    get: (scope) => {
      const limit = armed.get(scope)
      return limit === undefined ? undefined : stateOf(scope, limit)
    },
    set: (scope, thresholdCents) => {
      lift(scope)
      // One millisecond back, so that a limit below what is already spent trips now and not at the next look.
      const limit: Armed = { thresholdCents, settledTo: options.now() - 1, open: null }
      armed.set(scope, limit)
      settleOne(scope, limit)
    },
    remove: lift,
    spent: spentUnits,
  }
}

function startOfMonth(at: number): number {
  const date = new Date(at)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
}

/** The first instant, to the second, at which a rising condition holds; it is known to hold at `high`. */
function firstInstant(low: number, high: number, holds: (at: number) => boolean): number {
  let before = low
  let after = high
  while (after - before > SECOND) {
    const middle = Math.floor((before + after) / 2)
    if (holds(middle)) after = middle
    else before = middle
  }
  return after
}
