import { randomUUID } from 'node:crypto'
import { OrganizationJoined } from '../../ledger/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { UsageKind } from '../../pricing/index.ts'
import { SourceFailure } from '../collection.ts'
import { type CollectableKey, joinOrganizationRows } from '../key-desk.ts'
import { endPoll, takePoll } from '../store/polls.ts'
import type { PollsDeps } from './deps.ts'
import type { KindResult, Round } from './poll.ts'
import { pollKinds } from './poll-organization.ts'

export type WantedRound = {
  organizationId: string
  /** Working keys of the organization, in the order in which they are tried. */
  keys: readonly CollectableKey[]
  kinds: readonly UsageKind[]
  /** All kinds that may be asked; else only those that failed before. */
  isFull: boolean
  lastStartedAt: Date | null
}

export type RoundOptions = { signal: AbortSignal; onKind?(organizationId: string, result: KindResult): void }

/**
 * One round through the kinds of an organization, if nobody else is at it. A key that gives out is marked and the next one
 * goes on with what is left. Killed at any point, the next round starts from the same watermarks: nothing is lost.
 */
export async function runRound(deps: PollsDeps, wanted: WantedRound, options: RoundOptions): Promise<Round | null> {
  const { db } = deps.database
  const { organizationId } = wanted
  const owner = randomUUID()
  const startedAt = await deps.sharedNow()
  if (!(await takePoll(db, { ...wanted, owner, at: startedAt }))) return null
  const results: KindResult[] = []
  let left = [...wanted.kinds]
  let problem: string | null = wanted.keys.length === 0 ? 'poll-no-key' : null
  let adminKeyId: string | null = null
  try {
    for (const key of wanted.keys) {
      if (left.length === 0) break
      adminKeyId = key.id
      const read = await readWith(deps, { ...wanted, kinds: left }, { ...options, owner, key })
      results.push(...read.results)
      left = read.kinds
      problem = read.problem
      if (left.length > 0 && !read.triesNextKey) break
    }
  } finally {
    const requests = results.reduce((sum, result) => sum + result.requests, 0)
    await endPoll(db, { organizationId, owner, adminKeyId, requests, problem, at: await deps.sharedNow() })
  }
  const requests = results.reduce((sum, result) => sum + result.requests, 0)
  const round = { organizationId, startedAt, finishedAt: await deps.sharedNow(), requests, kinds: results, problem }
  deps.onPolled?.(round)
  return round
}

type WithKey = RoundOptions & { owner: string; key: CollectableKey }
type ReadWithKey = { results: KindResult[]; kinds: UsageKind[]; problem: string | null; triesNextKey: boolean }

async function readWith(
  deps: PollsDeps,
  wanted: WantedRound,
  { owner, key, ...options }: WithKey,
): Promise<ReadWithKey> {
  const { organizationId } = wanted
  const left = { results: [], kinds: [...wanted.kinds], problem: 'collection-key-inactive', triesNextKey: true }
  let version = ''
  try {
    const opened = await deps.keys.openKey(key.id)
    if (!opened) return left
    version = opened.version
    const context = {
      ...deps,
      organizationId,
      owner,
      signal: options.signal,
      onKind: (result: KindResult) => options.onKind?.(organizationId, result),
    }
    const { results, kinds, failure } = await pollKinds(context, { ...opened, id: key.id }, wanted.kinds)
    if (failure === null) return { results, kinds, problem: null, triesNextKey: false }
    return { results, kinds, ...(await afterFailure(deps, { organizationId, key, version, failure })) }
  } catch (error) {
    // The stored key cannot be opened any more: only entering it again helps.
    if (!(error instanceof AppError) || error.code !== 'key-unreadable') throw error
    const failure = new SourceFailure({ blames: 'key', code: 'key-unreadable' }, { cause: error })
    return { ...left, ...(await afterFailure(deps, { organizationId, key, version, failure })) }
  }
}

type Failed = { organizationId: string; key: CollectableKey; version: string; failure: unknown }

async function afterFailure(
  deps: PollsDeps,
  { organizationId, key, version, failure }: Failed,
): Promise<Pick<ReadWithKey, 'problem' | 'triesNextKey'>> {
  if (failure instanceof SourceFailure && failure.problem.blames === 'key') {
    // A 401 for a key that was replaced meanwhile says nothing about the new one.
    const isCurrent = version === '' || (await deps.keys.isCurrent(key.id, version))
    if (isCurrent) await deps.keys.markBroken(key.id, failure.problem.code)
    return { problem: failure.problem.code, triesNextKey: true }
  }
  if (failure instanceof OrganizationJoined) {
    deps.log.warn({ organizations: [organizationId, failure.organizationId] }, 'two organizations are one')
    await joinOrganizationRows(deps, organizationId, failure.organizationId)
    return { problem: 'organization-joined', triesNextKey: false }
  }
  return { problem: 'poll-broken-off', triesNextKey: true }
}
