import { OrganizationJoined } from '../ledger/index.ts'
import { SECOND } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { type Collection, KeyChanged, SourceFailure } from './collection.ts'
import type { CollectionsDeps } from './deps.ts'
import { joinOrganizationRows } from './key-desk.ts'
import { waitAfterFailure } from './plan.ts'
import { endCollection, postpone } from './store/lease.ts'

export type FailedRun = {
  collection: Collection
  owner: string
  keyVersion: string | null
  error: unknown
  signal: AbortSignal
}

/** Decides how a run that broke off goes on: another key, later, as another organization, or not at all. */
export async function afterFailure(
  deps: CollectionsDeps,
  run: FailedRun,
  requestAgain: () => Promise<unknown>,
): Promise<void> {
  const { collection, owner, error } = run
  const { id } = collection
  const { db } = deps.database
  if (run.signal.aborted) return postpone(db, { id, owner, until: null, problemCode: null })
  if (error instanceof OrganizationJoined) return joinOther(deps, run, error.organizationId, requestAgain)
  if (error instanceof KeyChanged) return withAnotherKey(deps, run, 'collection-key-inactive')
  const { problem, retryAfterSeconds } = asFailure(error)
  deps.log.warn({ err: error, collection: id, code: problem.code }, 'collection stopped')
  if (problem.blames === 'key') {
    // A 401 for a key that was replaced meanwhile says nothing about the new one.
    const isCurrent = run.keyVersion === null || (await deps.keys.isCurrent(collection.adminKeyId, run.keyVersion))
    if (isCurrent) await deps.keys.markBroken(collection.adminKeyId, problem.code)
    return withAnotherKey(deps, run, problem.code)
  }
  const wait = waitAfterFailure(collection.attempts + 1)
  const at = deps.clock.now()
  if (wait === null) return endCollection(db, { id, owner, state: 'failed', problemCode: problem.code, at })
  const until = new Date(at.getTime() + (retryAfterSeconds === null ? wait : retryAfterSeconds * SECOND))
  return postpone(db, { id, owner, until, problemCode: problem.code })
}

/** The same row's key where it was replaced, else another active one of the organization; with none it has failed. */
async function withAnotherKey(
  deps: CollectionsDeps,
  { collection, owner }: FailedRun,
  problemCode: string,
): Promise<void> {
  const { db } = deps.database
  const active = (await deps.keys.collectableKeys()).filter((key) => key.state === 'active')
  const own = active.filter((key) => key.organizationId === collection.organizationId)
  const next = own.find((key) => key.id === collection.adminKeyId) ?? own[0]
  const { id } = collection
  if (next) return postpone(db, { id, owner, until: null, problemCode: null, adminKeyId: next.id })
  return endCollection(db, { id, owner, state: 'failed', problemCode, at: deps.clock.now() })
}

/** The row with the longer history stays; what the other one had is read again as that one's. */
async function joinOther(
  deps: CollectionsDeps,
  { collection, owner }: FailedRun,
  other: string,
  requestAgain: () => Promise<unknown>,
): Promise<void> {
  const { id, organizationId } = collection
  deps.log.warn({ collection: id, organizations: [organizationId, other] }, 'two organizations are one')
  const stays = await joinOrganizationRows(deps, organizationId, other)
  if (stays === organizationId) {
    return postpone(deps.database.db, { id, owner, until: null, problemCode: null })
  }
  const at = deps.clock.now()
  await endCollection(deps.database.db, { id, owner, state: 'failed', problemCode: 'organization-joined', at })
  await requestAgain()
}

function asFailure(error: unknown): SourceFailure {
  if (error instanceof SourceFailure) return error
  // The stored key cannot be opened any more: only entering it again helps.
  if (error instanceof AppError && error.code === 'key-unreadable') {
    return new SourceFailure({ blames: 'key', code: 'key-unreadable' }, { cause: error })
  }
  return new SourceFailure({ blames: 'us', code: 'collection-broken-off' }, { cause: error })
}
