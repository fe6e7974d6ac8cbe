import type { CostDay } from '../platform/cost-day.ts'
import { addDecimals, compareDecimals, isZero, scaleDecimal, subtractDecimals, ZERO } from '../platform/money.ts'
import { breakDown } from './break-down.ts'
import type { Cause, DayUse, Growth, Part, Reach, UsageLine, UsualDay } from './cause.ts'
import { type Tally, tallyOf } from './tally.ts'
import { usualUse } from './usual-day.ts'

/** Why the day costs what it costs. All amounts are exact: the parts add up to the rise, digit for digit. */
export function explain(day: CostDay, now: DayUse, usualDay: UsualDay | null): Cause {
  const usual = usualDay ? usualUse(usualDay) : null
  const reach = reachOf(now, usual)
  const compared = reach === 'full' ? usual : null
  const shared = {
    day,
    reach,
    spend: now.spend,
    usual: usual?.spend ?? null,
    usualFrom: usualDay?.from ?? null,
    usualDays: usualDay?.days ?? [],
    rise: usual ? subtractDecimals(now.spend, usual.spend) : null,
    models: breakDown(now, compared, (line) => line.model),
    keys: breakDown(now, compared, (line) => line.keyId),
    users: breakDown(now, compared, (line) => line.userId),
    unpriced: unpricedOf(now.lines ?? []),
  }
  const tally = now.lines ? tallyOf(now.lines) : null
  if (!usual) return { ...shared, calls: { now: tally?.calls ?? null, usual: null }, growth: null, parts: [] }
  if (!now.lines || !tally || !usual.lines) {
    const parts: Part[] = [{ part: 'unexplained', amount: subtractDecimals(now.spend, usual.spend), ratio: null }]
    return { ...shared, calls: { now: tally?.calls ?? null, usual: null }, growth: null, parts: worthSaying(parts) }
  }
  const before = tallyOf(usual.lines)
  return {
    ...shared,
    calls: { now: tally.calls, usual: before.calls },
    growth: growthOf(before, tally),
    parts: worthSaying([
      ...tokenParts(before, tally),
      { part: 'other-use', amount: subtractDecimals(tally.otherCost, before.otherCost), ratio: null },
      { part: 'bill-gap', amount: subtractDecimals(gapOf(now.spend, tally), gapOf(usual.spend, before)), ratio: null },
    ]),
  }
}

function reachOf(now: DayUse, usual: DayUse | null): Reach {
  if (!now.lines) return 'no-usage'
  if (!usual) return 'no-usual-day'
  return usual.lines ? 'full' : 'no-usual-usage'
}

function gapOf(spend: string, tally: Tally): string {
  return subtractDecimals(spend, addDecimals(tally.cost, tally.otherCost))
}

/** calls × tokens per call × price per token, one after the other: what is left at the end is the price and the mix. */
function tokenParts(before: Tally, now: Tally): Part[] {
  const rise = subtractDecimals(now.cost, before.cost)
  if (isZero(before.cost)) return [{ part: 'new-use', amount: rise, ratio: null }]
  const byCalls = scaled(before.cost, now.calls, before.calls)
  const byTokens = scaled(before.cost, now.tokens, before.tokens)
  if (byCalls === null || byTokens === null) return [{ part: 'unexplained', amount: rise, ratio: null }]
  const growth = growthOf(before, now)
  return [
    { part: 'calls', amount: subtractDecimals(byCalls, before.cost), ratio: growth?.calls ?? null },
    { part: 'tokens', amount: subtractDecimals(byTokens, byCalls), ratio: growth?.tokensPerCall ?? null },
    { part: 'price', amount: subtractDecimals(now.cost, byTokens), ratio: growth?.price ?? null },
  ]
}

function scaled(amount: string, now: string | null, before: string | null): string | null {
  return now === null || before === null ? null : scaleDecimal(amount, now, before)
}

/** Null unless each factor is a number: a first call has no "times as many". */
function growthOf(before: Tally, now: Tally): Growth | null {
  const calls = ratio(now.calls, before.calls)
  const tokens = ratio(now.tokens, before.tokens)
  const total = ratio(now.cost, before.cost)
  if (!calls || !tokens || !total) return null
  return { calls, tokensPerCall: tokens / calls, price: total / tokens, total }
}

function ratio(now: string | null, before: string | null): number | null {
  const exact = now === null || before === null ? null : scaleDecimal('1', now, before)
  return exact === null ? null : Number(exact)
}

function worthSaying(parts: readonly Part[]): Part[] {
  return parts.filter(({ part, amount }) => isFactor(part) || !isZero(amount))
}

function isFactor(part: Part['part']): boolean {
  return part === 'calls' || part === 'tokens' || part === 'price'
}

function unpricedOf(lines: readonly UsageLine[]): Cause['unpriced'] {
  const byModel = Map.groupBy(
    lines.filter((line) => line.isUnpriced),
    (line) => line.model,
  )
  return [...byModel]
    .map(([model, own]) => ({
      model,
      calls: sumKnown(own.map((line) => line.calls)),
      tokens: sumKnown(own.map((line) => line.tokens)),
    }))
    .toSorted((left, right) => compareDecimals(right.tokens ?? ZERO, left.tokens ?? ZERO))
}

function sumKnown(counts: readonly (string | null)[]): string | null {
  const known = counts.filter((count) => count !== null)
  return known.length === 0 ? null : addDecimals(ZERO, ...known)
}
