import { randomUUID } from 'node:crypto'
import { OrganizationJoined } from '../ledger/index.ts'
import { commandActor, jobActor } from '../people/actor.ts'
import { type CostDay, costDayOf } from '../platform/cost-day.ts'
import { invalid } from '../platform/errors.ts'
import { afterFailure } from './after-failure.ts'
import { type Collection, KeyChanged } from './collection.ts'
import type { CollectionsDeps } from './deps.ts'
import { planKeys } from './key-desk.ts'
import { windowFor } from './plan.ts'
import { runCollection, type Step } from './run-collection.ts'
import { endCollection, openCollections, takeLease } from './store/lease.ts'
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

type RunOptions = { signal: AbortSignal; onStep?(step: Step): void; force?: boolean }

const MAX_WINDOW_DAYS = 1_200

export function createCollections(deps: CollectionsDeps) {
  const { database, clock, log, keys } = deps
  const { db } = database

  /** Adds one open collection per organization of the wanted keys; the first of an organization reaches 180 days back. */
  async function request(wanted: CollectRequest): Promise<Collection[]> {
    const today = costDayOf(await deps.sharedNow())
    const all = await keys.collectableKeys()
    const own = all.filter((key) => !wanted.teamId || key.teamId === wanted.teamId)
    const added: Collection[] = []
    for (const plan of planKeys(own)) {
      const isFirst = !(await hasBeenRead(db, plan.organizationId))
      const firstOpen = isFirst ? null : await deps.ledger.firstOpenDay(plan.organizationId, today)
      const usual = windowFor(today, firstOpen)
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
    let keyVersion: string | null = null
    try {
      const key = await keys.openKey(collection.adminKeyId)
      if (!key) throw new KeyChanged()
      keyVersion = key.version
      await runCollection(collection, {
        db,
        clock,
        ledger: deps.ledger,
        source: deps.source,
        owner,
        key,
        signal: options.signal,
        sharedNow: deps.sharedNow,
        mayBook: (externalIds) => mayBook(collection, key.version, externalIds),
        onStep: options.onStep ?? (() => {}),
      })
      await keys.markCollected(collection.adminKeyId, clock.now())
      await endCollection(db, { id, owner, state: 'done', problemCode: null, at: clock.now() })
    } catch (error) {
      const failed = { collection, owner, keyVersion, error, signal: options.signal }
      await afterFailure(deps, failed, () => request({ teamId: collection.teamId, requestedBy: jobActor.name }))
    }
    return findCollection(db, id)
  }

  async function mayBook(collection: Collection, keyVersion: string, externalIds: readonly string[]): Promise<void> {
    if (!(await keys.isCurrent(collection.adminKeyId, keyVersion))) throw new KeyChanged()
    const other = await keys.noteSeen(collection.organizationId, externalIds)
    if (other) throw new OrganizationJoined(other)
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
        if (used.has(key.id)) continue
        await keys.checkKey(key.id).catch((error) => log.warn({ err: error, key: key.id }, 'key not checked'))
      }
    },

    find: (id: string) => findCollection(db, id),
    list: (filter: CollectionFilter) => recentCollections(db, filter),
    requestedByCommand: commandActor.name,
    requestedByJob: jobActor.name,
  }
}

function refuseWindow(window: { from: CostDay; to: CostDay }, today: CostDay): void {
  if (window.from > window.to || window.to > today) throw invalid('collection-window-invalid', { today })
  if (Date.parse(today) - Date.parse(window.from) > MAX_WINDOW_DAYS * 86_400_000) {
    throw invalid('collection-window-too-long', { days: MAX_WINDOW_DAYS })
  }
}
