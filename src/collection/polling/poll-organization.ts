import { OrganizationJoined, type UsageReading } from '../../ledger/index.ts'
import { MINUTE, SECOND } from '../../platform/clock.ts'
import { AppError } from '../../platform/errors.ts'
import type { UsageKind } from '../../pricing/index.ts'
import { KeyChanged, SourceFailure } from '../collection.ts'
import type { OpenedKey } from '../key-desk.ts'
import { LONGEST_REST, markKindFailed, markKindRead, renewPoll } from '../store/polls.ts'
import type { PollsDeps } from './deps.ts'
import { nothingRead, type PlannedReading, type Progress, planReadings } from './plan-readings.ts'
import type { KindResult } from './poll.ts'

/** Different kinds are different endpoints with a budget of their own; more at once would only fill the memory. */
const KINDS_AT_ONCE = 4
const FIRST_RETRY = MINUTE

export type PollContext = PollsDeps & {
  organizationId: string
  owner: string
  signal: AbortSignal
  onKind(result: KindResult): void
}

export type UsedKey = OpenedKey & { id: string }

/** Kinds that are still to be read, because the key gave out or the organization is another one's. */
export type Unfinished = { kinds: UsageKind[]; results: KindResult[]; failure: unknown }

/**
 * Reads these kinds with one key, several at once, each reading into the ledger as it arrives. What fails by itself rests
 * and is tried again; what the key is to blame for ends the round with this key.
 */
export async function pollKinds(context: PollContext, key: UsedKey, kinds: readonly UsageKind[]): Promise<Unfinished> {
  const marks = new Map((await context.ledger.watermarksOf(context.organizationId)).map((mark) => [mark.kind, mark]))
  const stopped = new AbortController()
  const signal = AbortSignal.any([context.signal, stopped.signal])
  const waiting = [...kinds]
  const results: KindResult[] = []
  const unfinished: UsageKind[] = []
  let failure: unknown = null
  async function work(): Promise<void> {
    for (let kind = waiting.shift(); kind; kind = waiting.shift()) {
      try {
        const result = await pollKind({ ...context, signal }, key, kind, marks.get(kind) ?? nothingRead)
        results.push(result)
        context.onKind(result)
      } catch (error) {
        unfinished.push(kind, ...waiting.splice(0))
        if (!stopped.signal.aborted) failure = error
        stopped.abort(error)
      }
    }
  }
  await Promise.all(Array.from({ length: KINDS_AT_ONCE }, work))
  context.signal.throwIfAborted()
  return { kinds: unfinished, results, failure }
}

async function pollKind(context: PollContext, key: UsedKey, kind: UsageKind, progress: Progress): Promise<KindResult> {
  const { organizationId } = context
  const { db } = context.database
  const requests: Date[] = []
  const result: KindResult = { kind, requests: 0, changed: 0, doubted: 0, problem: null }
  try {
    for (const planned of planReadings(progress, await context.sharedNow())) {
      const applied = await readOne(context, key, kind, planned, requests)
      result.changed += applied.changed
      result.doubted += applied.doubted
      if (!(await renewPoll(db, organizationId, context.owner))) throw new PollTaken()
    }
    await markKindRead(db, { organizationId, kind, requests, at: await context.sharedNow() })
  } catch (error) {
    const problem = context.signal.aborted ? null : passingProblem(error)
    if (problem === null) throw error
    context.log.warn({ err: error, organization: organizationId, kind, code: problem.code }, 'usage not read')
    const at = await context.sharedNow()
    const retryAt = (attempts: number) => new Date(at.getTime() + (problem.wait ?? backOff(attempts)))
    await markKindFailed(db, { organizationId, kind, requests, at, problem: problem.code, retryAt })
    result.problem = problem.code
  }
  result.requests = requests.length
  return result
}

async function readOne(context: PollContext, key: UsedKey, kind: UsageKind, planned: PlannedReading, requests: Date[]) {
  const { organizationId, signal } = context
  const requestedAt = await context.sharedNow()
  const answer = await context.source.readUsage({
    key: key.secret,
    baseUrl: key.baseUrl,
    kind,
    ...planned,
    signal,
    onRequest: () => requests.push(requestedAt),
  })
  signal.throwIfAborted()
  await mayBook(context, key, answer)
  const appliedAt = await context.sharedNow()
  return context.ledger.applyUsage({ organizationId, kind, ...planned, requestedAt, appliedAt, ...answer })
}

/** The key may have been set aside while it was used, or the projects may be another organization's. */
async function mayBook(context: PollContext, key: UsedKey, { series }: Pick<UsageReading, 'series'>): Promise<void> {
  if (!(await context.keys.isCurrent(key.id, key.version))) throw new KeyChanged()
  const externalIds = new Set(series.flatMap(({ externalId }) => (externalId === null ? [] : [externalId])))
  const other = await context.keys.noteSeen(context.organizationId, [...externalIds])
  if (other) throw new OrganizationJoined(other)
}

/** Another process took the organization over, since this one was silent for too long. */
export class PollTaken extends Error {}

type Passing = { code: string; wait: number | null }

/** Null: not a matter of this kind alone. */
function passingProblem(error: unknown): Passing | null {
  if (error instanceof SourceFailure) {
    if (error.problem.blames === 'key') return null
    return {
      code: error.problem.code,
      wait: error.retryAfterSeconds === null ? null : Math.min(error.retryAfterSeconds * SECOND, LONGEST_REST),
    }
  }
  if (error instanceof KeyChanged || error instanceof OrganizationJoined || error instanceof PollTaken) return null
  if (error instanceof AppError) return null
  return { code: 'poll-broken-off', wait: null }
}

function backOff(attempts: number): number {
  return Math.min(LONGEST_REST, FIRST_RETRY * 2 ** (attempts - 1))
}
