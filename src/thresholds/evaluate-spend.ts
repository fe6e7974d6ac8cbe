import type { CostDay } from '../platform/cost-day.ts'
import type { Tx } from '../platform/db/database.ts'
import { compareDecimals, shareOf } from '../platform/money.ts'
import { evaluate, isReached, strongestEffect, type Verdict } from './evaluate.ts'
import { endOfPeriod, type PeriodSpan, periodsOf } from './periods.ts'
import { stateOf } from './state.ts'
import { insertLevels, rearmLevels, saveBreaches, saveStates } from './store/breaches.ts'
import { type Candidate, currentCandidates, lockThresholds, pastCandidates } from './store/candidates.ts'
import type { BreachOver, Crossing, ThresholdEvents } from './threshold.ts'

export type SpendChange = {
  /** Null: all of them. */
  projectIds: readonly string[] | null
  /** Null: every day that is still worth judging. */
  days: readonly CostDay[] | null
  /** Now, by the clock that all processes share. */
  at: Date
  /** When the reading was asked for; without it, now. */
  readingAt?: Date
}

/** `hardened`: percents whose effect has become stronger. */
export type Changed = { thresholdId: string; isRaised: boolean; hardened: readonly number[] }

type Judged = { candidate: Candidate; verdict: Verdict; isPast: boolean; isEased: boolean }

/**
 * Judges what has changed, in the transaction that changed it: whatever is committed has been judged. The same spend judged
 * twice crosses nothing twice. `changed`: the threshold that somebody has just changed.
 */
export async function evaluateSpend(
  tx: Tx,
  events: Pick<ThresholdEvents, 'onCrossed' | 'onOver'>,
  change: SpendChange,
  changed: Changed | null = null,
): Promise<Crossing[]> {
  const { projectIds, at } = change
  await lockThresholds(tx)
  const { current, past } = sortSpans(periodsOf(change.days, at), at)
  const judged = [
    ...(await currentCandidates(tx, { projectIds, spans: current, at }, changed?.thresholdId ?? null)).map((one) =>
      judge(one, false, changed),
    ),
    ...(await pastCandidates(tx, { projectIds, spans: past, at })).map((one) => judge(one, true, null)),
  ]
  const crossings = await save(tx, judged, change)
  if (crossings.length > 0) await events.onCrossed(tx, crossings)
  const overs = judged.filter(({ isEased }) => isEased).map((one) => overOf(one, at))
  if (overs.length > 0) await events.onOver(tx, overs)
  return crossings
}

function sortSpans(spans: readonly PeriodSpan[], at: Date) {
  const current: PeriodSpan[] = []
  const past: PeriodSpan[] = []
  for (const span of spans) (endOfPeriod(span.period, span.start) > at ? current : past).push(span)
  return { current, past }
}

function judge(candidate: Candidate, isPast: boolean, changed: Changed | null): Judged {
  const own = candidate.thresholdId === changed?.thresholdId ? changed : null
  const verdict = evaluate({ ...candidate, isRaised: own?.isRaised ?? false, hardened: own?.hardened ?? [] })
  const isEased =
    own?.isRaised === true &&
    verdict.rearmed.some((percent) => percent >= 100) &&
    !isReached(candidate.spend, candidate.limit, 100)
  return { candidate, verdict, isPast, isEased }
}

async function save(tx: Tx, judged: readonly Judged[], { at, readingAt = at }: SpendChange): Promise<Crossing[]> {
  const touched = judged.filter(isBreachTouched)
  const ids = await saveBreaches(tx, touched.map(breachOf), at)
  const known = touched.map((one, place) => ({ ...one, breachId: ids[place] ?? '' }))
  await rearmLevels(
    tx,
    known.flatMap(({ breachId, verdict }) => verdict.rearmed.map((percent) => ({ breachId, percent }))),
    at,
  )
  const crossed = known.filter(({ verdict }) => verdict.crossed.length > 0)
  await insertLevels(
    tx,
    crossed.flatMap(({ breachId, candidate, verdict }) => {
      const { spend, limit } = candidate
      const generation = generationOf(candidate, verdict)
      return verdict.crossed.map((level) => ({ breachId, ...level, generation, spend: spend ?? '0', limit }))
    }),
    at,
  )
  await saveStates(tx, judged.flatMap(stateChange), at)
  return crossed.map((one) => crossingOf(one, at, readingAt))
}

function isBreachTouched({ candidate, verdict }: Judged): boolean {
  if (verdict.crossed.length + verdict.rearmed.length > 0) return true
  const { breachId, spend, peak, limit, judgedLimit } = candidate
  if (breachId === null || spend === null || peak === null || judgedLimit === null) return false
  return compareDecimals(spend, peak) > 0 || compareDecimals(limit, judgedLimit) !== 0
}

function breachOf({ candidate, verdict, isPast }: Judged) {
  const { thresholdId, projectId, teamId, period, periodStart, limit, spend } = candidate
  return {
    thresholdId,
    projectId,
    teamId,
    period,
    periodStart,
    limit,
    spend: spend ?? '0',
    highest: highestOf(candidate, verdict),
    generation: generationOf(candidate, verdict),
    isClosed: isPast,
  }
}

function highestOf({ fired }: Candidate, { rearmed, crossed }: Verdict): number {
  const standing = fired.filter((percent) => !rearmed.includes(percent))
  return Math.max(0, ...standing, ...crossed.map(({ percent }) => percent))
}

function generationOf({ generation }: Candidate, { rearmed }: Verdict): number {
  return rearmed.length > 0 ? generation + 1 : generation
}

function stateChange({ candidate, isPast }: Judged) {
  const { thresholdId, periodStart, judgedPeriod } = candidate
  // Somebody with a later clock has judged the next period already.
  if (isPast || (judgedPeriod !== null && judgedPeriod > periodStart)) return []
  const state = stateOf(candidate)
  const isNews = state !== candidate.state
  return isNews || judgedPeriod !== periodStart ? [{ thresholdId, periodStart, state, isNews }] : []
}

type Known = Judged & { breachId: string }

function crossingOf({ candidate, verdict, isPast, breachId }: Known, detectedAt: Date, readingAt: Date): Crossing {
  const percents = verdict.crossed.map(({ percent }) => percent)
  const { spend, limit } = candidate
  return {
    ...whoseOf(candidate, breachId),
    percents,
    highest: percents.at(-1) ?? 0,
    generation: generationOf(candidate, verdict),
    effect: isPast ? 'notify' : strongestEffect(verdict.crossed),
    spend: spend ?? '0',
    limit,
    ratio: shareOf(spend ?? '0', limit),
    isPast,
    detectedAt,
    readingAt,
  }
}

function overOf({ candidate, verdict }: Judged, at: Date): BreachOver {
  const { breachId, peak, spend, limit } = candidate
  return {
    ...whoseOf(candidate, breachId ?? ''),
    because: 'limit-raised',
    highest: highestOf(candidate, verdict),
    spend: peak ?? spend ?? '0',
    limit,
    at,
  }
}

function whoseOf(candidate: Candidate, breachId: string) {
  const { thresholdId, projectId, projectName, teamId, teamName, period, periodStart } = candidate
  const resetsAt = endOfPeriod(period, periodStart)
  return { breachId, thresholdId, projectId, projectName, teamId, teamName, period, periodStart, resetsAt }
}
