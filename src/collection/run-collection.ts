import { setInterval } from 'node:timers'
import type { BilledReading, Ledger } from '../ledger/index.ts'
import { type Clock, SECOND } from '../platform/clock.ts'
import { addDays } from '../platform/cost-day.ts'
import type { Db } from '../platform/db/database.ts'
import { addCosts, type Collection, type CostsSource } from './collection.ts'
import type { OpenedKey } from './key-desk.ts'
import { daysIn, firstChunkDays, nextChunk, nextChunkDays, type Window } from './plan.ts'
import { renewLease, saveProgress, saveWait } from './store/lease.ts'

export type Step = { collection: Collection; daysDone: number; daysTotal: number; cost: Record<string, string> }

export type RunContext = {
  db: Db
  clock: Clock
  ledger: Ledger
  source: CostsSource
  owner: string
  key: OpenedKey
  signal: AbortSignal
  /** The one clock that all processes share: readings are put in order by it. */
  sharedNow(): Promise<Date>
  /** Throws where nothing may be booked any more: the key has changed, or these ids are another organization's. */
  mayBook(externalIds: readonly string[]): Promise<void>
  onStep(step: Step): void
}

const RENEW_MS = 20 * SECOND

/**
 * Reads what is left of a collection's window, newest days first, each chunk into the ledger before its progress.
 * The next chunk is asked for while the last one is written. Throws what the source throws; what is done stays done.
 */
export async function runCollection(collection: Collection, context: RunContext): Promise<void> {
  const stopped = new AbortController()
  const signal = AbortSignal.any([context.signal, stopped.signal])
  const renewal = setInterval(() => void keepLease(collection.id, context, stopped), RENEW_MS)
  try {
    await readChunks(collection, { ...context, signal })
  } finally {
    stopped.abort()
    clearInterval(renewal)
  }
}

async function keepLease(id: string, context: RunContext, stopped: AbortController): Promise<void> {
  const kept = await renewLease(context.db, id, context.owner).catch(() => true)
  if (!kept) stopped.abort(new Error('another process took the collection over'))
}

async function readChunks(collection: Collection, context: RunContext): Promise<void> {
  let { remainingTo, daysDone, cost } = collection
  let chunkDays = firstChunkDays
  let chunk = nextChunk(collection, remainingTo, chunkDays)
  let coming = chunk && ask(collection, chunk, context)
  while (chunk && coming) {
    const reading = await coming
    const current = chunk
    remainingTo = addDays(current.from, -1)
    chunkDays = nextChunkDays(chunkDays, countRows(reading), daysIn(current))
    chunk = nextChunk(collection, remainingTo, chunkDays)
    coming = chunk && ask(collection, chunk, context)
    // A failure of the next request must not surface before this chunk is kept.
    coming?.catch(() => {})
    await context.mayBook(externalIdsOf(reading))
    const { organizationId } = collection
    const appliedAt = await context.sharedNow()
    const applied = await context.ledger.applyReading({ ...reading, organizationId, appliedAt })
    context.signal.throwIfAborted()
    daysDone += daysIn(current)
    cost = addCosts(cost, applied.cost)
    const { changedLines } = applied
    const progress = { id: collection.id, owner: context.owner, remainingTo, days: daysIn(current), changedLines, cost }
    await saveProgress(context.db, progress)
    context.onStep({ collection, daysDone, daysTotal: daysIn(collection), cost })
  }
}

async function ask(collection: Collection, chunk: Window, context: RunContext) {
  const requestedAt = await context.sharedNow()
  const { days } = await context.source.readCosts({
    key: context.key.secret,
    baseUrl: context.key.baseUrl,
    ...chunk,
    signal: context.signal,
    onWait: (until) => void saveWait(context.db, collection.id, context.owner, until).catch(() => {}),
  })
  return { requestedAt, days }
}

function countRows(reading: Pick<BilledReading, 'days'>): number {
  let rows = 0
  for (const day of reading.days.values()) rows += day.length
  return rows
}

function externalIdsOf(reading: Pick<BilledReading, 'days'>): string[] {
  const ids = new Set<string>()
  for (const rows of reading.days.values()) {
    for (const { externalId } of rows) if (externalId !== null) ids.add(externalId)
  }
  return [...ids]
}
