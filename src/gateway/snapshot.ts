import { openStops, type Stop } from '../blocking/index.ts'
import type { Db } from '../platform/db/database.ts'
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

export type ProviderAccess = { authorization: string; baseUrl: string | null }

/** All that decides about a call, in memory: a call asks the database nothing. */
export type Snapshot = {
  version: number
  /** By the bytes of the hash. */
  keys: ReadonlyMap<string, GatewayKey>
  blockedProjects: ReadonlyMap<string, Refusal>
  blockedTeams: ReadonlyMap<string, Refusal>
  providerKeys: ReadonlyMap<string, ProviderAccess>
}

export type SnapshotSource = {
  livingKeys(db: Db): Promise<LivingKey[]>
  providerKeys(db: Db): Promise<{ projectId: string }[]>
  openProviderKey(projectId: string): Promise<{ secret: string; baseUrl: string | null } | null>
}

/** Reads at one instant of the database, so that nothing of it is older than its version says. */
export async function readSnapshot(db: Db, version: number, source: SnapshotSource): Promise<Snapshot> {
  const { keys, stops, stored } = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => ({
      keys: await source.livingKeys(tx),
      stops: await openStops(tx),
      stored: await source.providerKeys(tx),
    }))
  const providerKeys = new Map<string, ProviderAccess>()
  for (const { projectId } of stored) {
    const opened = await source.openProviderKey(projectId)
    if (opened) providerKeys.set(projectId, { authorization: `Bearer ${opened.secret}`, baseUrl: opened.baseUrl })
  }
  return {
    version,
    keys: new Map(keys.map((key) => [key.hash.toString('latin1'), keyOf(key)])),
    blockedProjects: refusalsOf(stops, (stop) => stop.projectId),
    blockedTeams: refusalsOf(stops, (stop) => (stop.projectId === null ? stop.teamId : null)),
    providerKeys,
  }
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
