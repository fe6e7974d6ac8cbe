import type { LimitUse } from './api.ts'
import { asUsd } from './figures.ts'
import type { LimitRow } from './store/limits.ts'

export function limitUse({ period, limit, spend, ratio, state, resetsAt }: LimitRow): LimitUse {
  return { period, limit: asUsd(limit), spend: asUsd(spend), ratio, state, resetsAt: resetsAt.toISOString() }
}

/** The one that is filled most; a limit of nothing is full as soon as anything is spent. */
export function fullest(rows: readonly LimitRow[] | undefined): LimitUse | null {
  const filled = (row: LimitRow) => row.ratio ?? (row.spend === '0' ? 0 : Number.POSITIVE_INFINITY)
  const [first] = (rows ?? []).toSorted((left, right) => filled(right) - filled(left))
  return first ? limitUse(first) : null
}
