import { randomUUID } from 'node:crypto'
import type { Ledger } from '../ledger/index.ts'
import { commandActor, jobActor } from '../people/actor.ts'
import { type Clock, SECOND } from '../platform/clock.ts'
import { type CostDay, costDayOf } from '../platform/cost-day.ts'
import type { Database } from '../platform/db/database.ts'
import { invalid } from '../platform/errors.ts'
import type { Logger } from '../platform/log.ts'
import { type Collection, type CostsSource, OtherOrganization, SourceFailure } from './collection.ts'
import { type CollectableKey, type KeyDesk, planKeys } from './key-desk.ts'
import { waitAfterFailure, windowFor } from './plan.ts'
import { runCollection, type Step } from './run-collection.ts'
import { endCollection, openCollections, postpone, takeLease } from './store/lease.ts'
import {
  addCollection,
  type CollectionFilter,
  findCollection,
  hasBeenRead,
  neverRequested,
  recentCollections,
} from './store/rows.ts'

export type Collections = ReturnType<typeof createCollections>

export type CollectRequest = {
  teamId?: string | undefined
  from?: CostDay | undefined
  to?: CostDay | undefined
  requestedBy: string
}

export type CollectionsDeps = {
  database: Database
  clock: Clock
  log: Logger
  ledger: Ledger
  source: CostsSource
  keys: KeyDesk
}

type RunOptions = { signal: AbortSignal; onStep?(step: Step): void; force?: boolean }

const MAX_WINDOW_DAYS = 1_200

export function createCollections(deps: CollectionsDeps) {
  const { database, clock, log, keys } = deps
  const { db } = database

  /** Adds one open collection per organization of the wanted keys; the first of an organization reaches 180 days back. */
  async function request(wanted: CollectRequest): Promise<Collection[]> {
    const today = costDayOf(clock.now())
    const all = await keys.collectableKeys()
    const own = all.filter((key) => !wanted.teamId || key.teamId === wanted.teamId)
    const added: Collection[] = []
    for (const plan of planKeys(own)) {
      const isFirst = !(await hasBeenRead(db, plan.organizationId))
      const usual = windowFor(today, isFirst)
      const window = { from: wanted.from ?? usual.from, to: wanted.to ?? usual.to }
      refuseWindow(window, today)
      const id = await addCollection(db, {
        ...window,
        organizationId: plan.organizationId,
        adminKeyId: plan.first.id,
        backfill: isFirst && window.from <= usual.from && window.to >= usual.to,
        requestedBy: wanted.requestedBy,
        at: clock.now(),
      })
      const collection = await findCollection(db, id)
      if (collection) added.push(collection)
    }
    return added
  }

  /** Works on one collection if nobody else does. Failures end in its row, not in an exception, except being stopped. */
  async function run(id: string, options: RunOptions): Promise<Collection | null> {
    const owner = randomUUID()
    if (!(await takeLease(db, { id, owner, at: clock.now(), force: options.force ?? false }))) return null
    const collection = await findCollection(db, id)
    if (!collection) return null
    try {
      const key = await keys.openKey(collection.adminKeyId)
      const onStep = options.onStep ?? (() => {})
      await runCollection(collection, {
        db,
        clock,
        ledger: deps.ledger,
        source: deps.source,
        owner,
        key,
        signal: options.signal,
        recognise: (externalIds) => recognise(collection.organizationId, externalIds),
        onStep,
      })
      await keys.markCollected(collection.adminKeyId, clock.now())
      await endCollection(db, { id, owner, state: 'done', problemCode: null, at: clock.now() })
    } catch (error) {
      await afterFailure(collection, owner, error, options.signal)
    }
    return findCollection(db, id)
  }

  async function afterFailure(
    collection: Collection,
    owner: string,
    error: unknown,
    signal: AbortSignal,
  ): Promise<void> {
    const { id } = collection
    if (signal.aborted) return postpone(db, { id, owner, until: null, problemCode: null })
    if (error instanceof OtherOrganization) return joinOther(collection, owner, error.organizationId)
    const failure = asFailure(error)
    const { problem } = failure
    log.warn({ err: error, collection: id, code: problem.code }, 'collection stopped')
    if (problem.blames === 'key') {
      await keys.markBroken(collection.adminKeyId, problem.code)
      const spare = await spareKey(collection)
      if (spare) return postpone(db, { id, owner, until: null, problemCode: null, adminKeyId: spare.id })
      return endCollection(db, { id, owner, state: 'failed', problemCode: problem.code, at: clock.now() })
    }
    const asked = failure.retryAfterSeconds === null ? null : failure.retryAfterSeconds * SECOND
    const wait = waitAfterFailure(collection.attempts + 1)
    if (wait === null)
      return endCollection(db, { id, owner, state: 'failed', problemCode: problem.code, at: clock.now() })
    const until = new Date(clock.now().getTime() + (asked ?? wait))
    return postpone(db, { id, owner, until, problemCode: problem.code })
  }

  /** Ends this one; what it was to read is read again as that of the organization it belongs to. */
  async function joinOther(collection: Collection, owner: string, organizationId: string): Promise<void> {
    const { id, teamId } = collection
    log.warn({ collection: id, from: collection.organizationId, to: organizationId }, 'two organizations are one')
    await keys.joinOrganizations(collection.organizationId, organizationId)
    await endCollection(db, { id, owner, state: 'failed', problemCode: 'organization-joined', at: clock.now() })
    await request({ teamId, requestedBy: jobActor.name })
  }

  async function recognise(organizationId: string, externalIds: readonly string[]): Promise<void> {
    const other = await keys.noteSeen(organizationId, externalIds)
    if (other) throw new OtherOrganization(other)
  }

  async function spareKey(collection: Collection): Promise<CollectableKey | null> {
    const all = await keys.collectableKeys()
    const active = all.filter((key) => key.state === 'active' && key.id !== collection.adminKeyId)
    return active.find((key) => key.organizationId === collection.organizationId) ?? null
  }

  return {
    request,
    run,

    /** Goes on with everything that waits, or that a process left behind when it died. */
    async runOpen(options: RunOptions): Promise<Collection[]> {
      const done: Collection[] = []
      for (const id of await openCollections(db, clock.now())) {
        options.signal.throwIfAborted()
        const collection = await run(id, options)
        if (collection) done.push(collection)
        if (collection?.state === 'waiting' && !collection.waitingUntil) await run(id, options)
      }
      return done
    },

    /** Organizations with a working key of which nothing has ever been asked: a server that died right after a registration. */
    async requestFirst(): Promise<void> {
      const active = (await keys.collectableKeys()).filter((key) => key.state === 'active')
      const unread = await neverRequested(db, [...new Set(active.map((key) => key.organizationId))])
      for (const { teamId } of active.filter((key) => unread.has(key.organizationId))) {
        await request({ teamId, requestedBy: jobActor.name })
      }
    },

    /** Keys that the daily reading did not use are tried as well, so that a broken one is known before it is needed. */
    async checkOtherKeys(used: ReadonlySet<string>): Promise<void> {
      for (const key of await keys.collectableKeys()) {
        if (!used.has(key.id)) await keys.checkKey(key.id)
      }
    },

    find: (id: string) => findCollection(db, id),
    list: (filter: CollectionFilter) => recentCollections(db, filter),
    requestedByCommand: commandActor.name,
    requestedByJob: jobActor.name,
  }
}

function asFailure(error: unknown): SourceFailure {
  if (error instanceof SourceFailure) return error
  return new SourceFailure({ blames: 'us', code: 'collection-broken-off' }, { cause: error })
}

function refuseWindow(window: { from: CostDay; to: CostDay }, today: CostDay): void {
  if (window.from > window.to || window.to > today) throw invalid('collection-window-invalid', { today })
  if (Date.parse(today) - Date.parse(window.from) > MAX_WINDOW_DAYS * 86_400_000) {
    throw invalid('collection-window-too-long', { days: MAX_WINDOW_DAYS })
  }
}
