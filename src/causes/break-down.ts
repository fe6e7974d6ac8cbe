import { addDecimals, compareDecimals, isZero, shareOf, subtractDecimals, ZERO } from '../platform/money.ts'
import type { Breakdown, DayUse, Grown, UsageLine } from './cause.ts'

const SHOWN = 5

/** Who of them grew, the most first: against the usual day, or against nothing where `usual` is null. */
export function breakDown(now: DayUse, usual: DayUse | null, nameOf: (line: UsageLine) => string | null): Breakdown {
  if (!now.lines) return { rows: [], other: null, gap: null }
  const before = usual ? costs(usual.lines ?? [], nameOf) : null
  const after = costs(now.lines, nameOf)
  const total = usual ? subtractDecimals(now.spend, usual.spend) : now.spend
  const all = [...new Set([...after.keys(), ...(before?.keys() ?? [])])].map((name) => {
    const cost = after.get(name) ?? ZERO
    const usualCost = before ? (before.get(name) ?? ZERO) : null
    return { name, now: cost, usual: usualCost, amount: subtractDecimals(cost, usualCost ?? ZERO) }
  })
  const sorted = all.toSorted((left, right) => compareDecimals(right.amount, left.amount) || byName(left, right))
  const rows = sorted.filter((row) => compareDecimals(row.amount, ZERO) > 0).slice(0, SHOWN)
  const rest = sorted.filter((row) => !rows.includes(row) && !isZero(row.amount))
  const explained = addDecimals(ZERO, ...all.map((row) => row.amount))
  const gap = subtractDecimals(total, explained)
  return {
    rows: rows.map((row) => ({ ...row, share: shareOf(row.amount, total) })),
    other: rest.length === 0 ? null : { count: rest.length, amount: sumOf(rest) },
    gap: isZero(gap) ? null : gap,
  }
}

function costs(lines: readonly UsageLine[], nameOf: (line: UsageLine) => string | null): Map<string | null, string> {
  const sums = new Map<string | null, string>()
  for (const line of lines) {
    const name = nameOf(line)
    sums.set(name, addDecimals(sums.get(name) ?? ZERO, line.cost))
  }
  return sums
}

function sumOf(rows: readonly Pick<Grown, 'amount'>[]): string {
  return addDecimals(ZERO, ...rows.map((row) => row.amount))
}

function byName(left: { name: string | null }, right: { name: string | null }): number {
  return (left.name ?? '').localeCompare(right.name ?? '')
}
