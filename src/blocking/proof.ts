import type { SeenCalls } from '../ledger/index.ts'
import { MINUTE } from '../platform/clock.ts'
import type { Block, Proof } from './block.ts'

/** A limit takes a moment to spread; calls that were under way still end. */
const GRACE = 2 * MINUTE

/** The first whole minute that should be without calls; null: nothing is in force yet. */
export function quietFrom({ bitesAt }: Pick<Block, 'bitesAt'>): Date | null {
  return bitesAt === null ? null : new Date(Math.ceil((bitesAt.getTime() + GRACE) / MINUTE) * MINUTE)
}

/** How long without a call after a violation before the block counts as proven again. */
const CALM = 10 * MINUTE

/** `lagMs`: how late usage comes at the provider. A reading taken earlier says nothing about the quiet minutes. */
export function judgeProof(
  block: Pick<Block, 'bitesAt' | 'proof' | 'callsAfter'>,
  seen: SeenCalls,
  lagMs: number,
): Proof {
  const from = quietFrom(block)
  if (from === null) return 'pending'
  const readPast = (instant: Date) =>
    seen.readAt !== null && seen.readAt.getTime() >= instant.getTime() + MINUTE + lagMs
  if (seen.calls > 0) {
    const last = seen.lastCallAt ?? from
    const isCalm =
      block.proof !== 'pending' && seen.calls === block.callsAfter && readPast(new Date(last.getTime() + CALM))
    return isCalm ? 'confirmed' : 'violated'
  }
  return readPast(from) ? 'confirmed' : 'pending'
}

type Known = Pick<Block, 'lastCallAt' | 'callsAfter' | 'callingModels'>

/**
 * Minutes are summed up in hours after a while, and an hour that began before the block says nothing of the calls after it:
 * what was seen of them once stays seen.
 */
export function withKnown(seen: SeenCalls, { lastCallAt, callsAfter, callingModels }: Known): SeenCalls {
  const isLater = lastCallAt !== null && (seen.lastCallAt === null || lastCallAt > seen.lastCallAt)
  const isMore = callsAfter !== null && callsAfter > seen.calls
  return {
    ...seen,
    lastCallAt: isLater ? lastCallAt : seen.lastCallAt,
    ...(isMore ? { calls: callsAfter, models: callingModels } : {}),
  }
}
