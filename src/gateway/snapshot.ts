import { openStops, type Stop } from '../blocking/index.ts'
import type { Db } from '../platform/db/database.ts'
import type { Logger } from '../platform/log.ts'
import type { LivingKey } from '../teams/index.ts'
import type { Refusal } from './refusal.ts'
import { blocked } from './words.ko.ts'

export type GatewayKey = {
  id: string
  projectId: string
  projectName: string
  teamId: string
  /** Milliseconds since 1970; infinite for a key that does not expire. */
  expiresAt: number
}

export type ProviderAccess = {
  authorization: string
  baseUrl: string | null
  /** Which key of the project it is: one that is stored later is another. */
  mark: string
}

/** All that decides about a call, in memory: a call asks the database nothing. */
export type Snapshot = {
  version: number
  /** By the bytes of the hash. */
  keys: ReadonlyMap<string, GatewayKey>
  blockedProjects: ReadonlyMap<string, Refusal>
  blockedTeams: ReadonlyMap<string, Refusal>
  providerKeys: ReadonlyMap<string, ProviderAccess>
  /** Some key did not open, and may later: a KMS that does not answer. */
  isPartial: boolean
}

type StoredKey = { projectId: string; lastFour: string; baseUrl: string | null; setAt: Date }

export type SnapshotSource = {
  livingKeys(db: Db): Promise<LivingKey[]>
  providerKeys(db: Db): Promise<StoredKey[]>
  openProviderKey(projectId: string): Promise<{ secret: string; baseUrl: string | null } | null>
}

/** Reads at one instant of the database, so that nothing of it is older than its version says. */
export async function readSnapshot(
  db: Db,
  version: number,
  source: SnapshotSource,
  former: Snapshot | null,
  log: Pick<Logger, 'warn'>,
): Promise<Snapshot> {
  const { keys, stops, stored } = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => ({
      keys: await source.livingKeys(tx),
      stops: await openStops(tx),
      stored: await source.providerKeys(tx),
    }))
  return {
    version,
    keys: new Map(keys.map((key) => [key.hash.toString('latin1'), keyOf(key)])),
    blockedProjects: refusalsOf(stops, (stop) => stop.projectId),
    blockedTeams: refusalsOf(stops, (stop) => (stop.projectId === null ? stop.teamId : null)),
    ...(await openKeys(stored, former, source, log)),
  }
}

/**
 * A key is opened once, however often the snapshot is read again. One that does not open (a KMS that does not answer) leaves
 * its own project without a key, and holds up no block of another.
 */
async function openKeys(
  stored: readonly StoredKey[],
  former: Snapshot | null,
  source: SnapshotSource,
  log: Pick<Logger, 'warn'>,
): Promise<Pick<Snapshot, 'providerKeys' | 'isPartial'>> {
  const providerKeys = new Map<string, ProviderAccess>()
  let isPartial = false
  for (const { projectId, ...key } of stored) {
    const mark = [key.setAt.getTime(), key.lastFour, key.baseUrl].join(' ')
    const known = former?.providerKeys.get(projectId)
    if (known?.mark === mark) {
      providerKeys.set(projectId, known)
      continue
    }
    try {
      const opened = await source.openProviderKey(projectId)
      if (!opened) continue
      providerKeys.set(projectId, { authorization: `Bearer ${opened.secret}`, baseUrl: opened.baseUrl, mark })
    } catch (error) {
      isPartial = true
      log.warn({ err: error, projectId }, 'the OpenAI key of a project could not be opened')
    }
  }
  return { providerKeys, isPartial }
}

function keyOf({ id, projectId, projectName, teamId, expiresAt }: LivingKey): GatewayKey {
  return { id, projectId, projectName, teamId, expiresAt: expiresAt?.getTime() ?? Number.POSITIVE_INFINITY }
}

function refusalsOf(stops: readonly Stop[], subjectOf: (stop: Stop) => string | null): Map<string, Refusal> {
  const refusals = new Map<string, Refusal>()
  for (const stop of stops) {
    const subject = subjectOf(stop)
    if (subject !== null) refusals.set(subject, blocked(stop.name, stop.reason, stop.requestedByName))
  }
  return refusals
}
