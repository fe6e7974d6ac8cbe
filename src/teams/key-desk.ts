import { jobActor } from '../people/actor.ts'
import { createKeyChecks } from './admin-key-checks.ts'
import type { TeamsDeps } from './deps.ts'
import type { KeyProblemCode } from './key-problem.ts'
import { markBroken, markWorking } from './key-state.ts'
import { openSecret, requireKey } from './open-key.ts'
import { joinOrganizations, noteSeen } from './organization.ts'
import { setKeyCollected, setWriteAccess, usableKeys } from './store/admin-keys.ts'

export type UsableKey = {
  id: string
  teamId: string
  organizationId: string
  state: 'active' | 'broken' | 'inactive'
  last4: string
  baseUrl: string | null
  writeAccess: 'yes' | 'no' | 'unknown'
}

export type OpenedKey = { secret: string; baseUrl: string | null; version: string }

/** What collecting asks about keys. No actor: it runs as the automatic work. */
export function createKeyDesk(deps: TeamsDeps) {
  const { db } = deps
  const { checkAndKeep } = createKeyChecks(deps)

  async function collectableKeys(): Promise<UsableKey[]> {
    const rows = await usableKeys(db)
    return rows.map((row) => ({
      id: row.id,
      teamId: row.team_id,
      organizationId: row.organization_id,
      state: row.state,
      last4: row.last4,
      baseUrl: row.base_url,
      writeAccess: row.write_access,
    }))
  }

  return {
    /** Active and broken keys; a broken one may have been mended at the provider. */
    collectableKeys,
    /** Null: the key was set aside, or its team archived, since somebody meant to use it. */
    openKey: async (id: string): Promise<OpenedKey | null> => {
      const row = (await usableKeys(db)).find((key) => key.id === id)
      if (!row) return null
      return { secret: await openSecret(deps, id), baseUrl: row.base_url, version: row.fingerprint }
    },
    /** Whether this is still the key that {@link openKey} handed out: neither set aside nor replaced. */
    isCurrent: async (id: string, version: string): Promise<boolean> =>
      (await usableKeys(db)).some((key) => key.id === id && key.fingerprint === version),
    markBroken: (id: string, code: KeyProblemCode): Promise<void> =>
      db.transaction().execute((tx) => markBroken(tx, deps, id, code)),
    /** Learned from an attempt to write, which is the only sure way to know. */
    noteWriteAccess: (id: string, access: 'yes' | 'no'): Promise<void> => setWriteAccess(db, id, access),
    markWorking: (id: string): Promise<void> => db.transaction().execute((tx) => markWorking(tx, deps, id)),
    /** Reading with it succeeded, so it works. */
    markCollected: (id: string, at: Date): Promise<void> =>
      db.transaction().execute(async (tx) => {
        await setKeyCollected(tx, id, at)
        await markWorking(tx, deps, id)
      }),
    /** Keeps project ids met in costs; answers with another organization that they belong to already. */
    noteSeen: (organizationId: string, externalIds: readonly string[]): Promise<string | null> =>
      noteSeen(db, organizationId, externalIds, deps.clock.now()),
    joinOrganizations: (from: string, to: string): Promise<void> => joinOrganizations(deps, from, to),
    /** One live look; true when the key works. */
    checkKey: async (id: string): Promise<boolean> => {
      const { code } = await checkAndKeep(await requireKey(deps, id), jobActor)
      return code === null
    },
  }
}
