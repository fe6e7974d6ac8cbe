import { createHash, randomUUID } from 'node:crypto'
import { recordAction } from '../actions/record.ts'
import { type Actor, canSeeTeam, requireLead } from '../people/actor.ts'
import { conflict, notFound } from '../platform/errors.ts'
import { adminKeyView } from './admin-key-view.ts'
import type { AdminKey } from './api.ts'
import { acceptBaseUrl, requireRightTo } from './base-url.ts'
import type { TeamsDeps } from './deps.ts'
import { errorFor } from './key-problem.ts'
import { about } from './key-state.ts'
import { ownerOf, requireKey } from './open-key.ts'
import { claimOrganization, noteCheck, recogniseOrganization } from './organization.ts'
import type { CheckedKey } from './ports.ts'
import { requireLiveTeam } from './projects.ts'
import { type AdminKeyRow, findByFingerprint, insertKey, lockKey, replaceKey, setKeyState } from './store/admin-keys.ts'
import { findOrganization } from './store/organizations.ts'
import { findTeam } from './store/teams.ts'
import { explainConflicts } from './store/unique.ts'

export type KeyInput = { key: string; baseUrl: string | null }
type Candidate = { secret: string; last4: string; fingerprint: Buffer; baseUrl: string | null; check: CheckedKey }

const CONFLICTS = { admin_keys_fingerprint_key: conflict('key-registered-elsewhere') }

export function createAdminKeyVerbs(deps: TeamsDeps) {
  const { db, clock, vault } = deps

  async function get(actor: Actor, id: string): Promise<AdminKey> {
    return adminKeyView(actor, await findVisibleKey(deps, actor, id))
  }

  /** All that can be known before anything is written: form, whether it is here already, and a live look at OpenAI. */
  async function examine(actor: Actor, input: KeyInput, teamId: string, replaces?: AdminKeyRow): Promise<Candidate> {
    const secret = input.key.trim()
    const baseUrl = acceptBaseUrl(deps, input.baseUrl)
    requireRightTo(actor, baseUrl, replaces?.base_url ?? null)
    const fingerprint = createHash('sha256').update(secret).digest()
    const same = await findByFingerprint(db, fingerprint)
    if (same && same.id !== replaces?.id) {
      throw conflict(same.team_id === teamId ? 'key-registered-here' : 'key-registered-elsewhere')
    }
    const check = await deps.provider.checkAdminKey(secret, baseUrl ?? deps.openaiBaseUrl)
    if (!check.ok) throw errorFor(check.failure)
    return { secret, last4: secret.slice(-4), fingerprint, baseUrl, check }
  }

  return {
    get,

    register: async (actor: Actor, teamId: string, input: KeyInput): Promise<AdminKey> => {
      requireLead(actor, teamId)
      const team = await findTeam(db, teamId)
      if (!team) throw notFound('not-found')
      if (team.archived_at) throw conflict('team-archived')
      const { secret, check, ...key } = await examine(actor, input, teamId)
      const id = randomUUID()
      const store = await vault.prepare(ownerOf(id), secret)
      const work = db.transaction().execute(async (tx) => {
        await requireLiveTeam(tx, teamId)
        const at = clock.now()
        const organizationId = await claimOrganization(tx, check, at)
        await insertKey(tx, { ...key, id, teamId, organizationId, writeAccess: check.writeAccess, at })
        await store(tx)
        await recordAction(tx, {
          at,
          kind: 'admin-key.registered',
          actor,
          subject: `…${key.last4}`,
          teamId,
          after: { last4: key.last4, baseUrl: key.baseUrl, writeAccess: check.writeAccess, organizationId },
        })
      })
      await explainConflicts(work, CONFLICTS)
      deps.onKeyReady?.(teamId)
      return get(actor, id)
    },

    /** Costs are booked on the organization, so the new key must be of the same one. */
    replace: async (actor: Actor, id: string, input: KeyInput): Promise<AdminKey> => {
      const seen = await findVisibleKey(deps, actor, id)
      requireLead(actor, seen.team_id)
      const { secret, check, ...key } = await examine(actor, input, seen.team_id, seen)
      const store = await vault.prepare(ownerOf(id), secret)
      const work = db.transaction().execute(async (tx) => {
        await requireLiveTeam(tx, seen.team_id)
        const row = await lockKey(tx, id)
        if (!row) throw notFound('not-found')
        await requireSameOrganization(row, check)
        const at = clock.now()
        await noteCheck(tx, row.organization_id, check, at)
        await replaceKey(tx, id, { ...key, writeAccess: check.writeAccess, at })
        await store(tx)
        if (row.state === 'broken') await setKeyState(tx, id, 'active')
        await recordAction(tx, {
          ...about(row, actor),
          at,
          kind: 'admin-key.replaced',
          before: { last4: row.last4, baseUrl: row.base_url, writeAccess: row.write_access, state: row.state },
          after: { last4: key.last4, baseUrl: key.baseUrl, writeAccess: check.writeAccess },
        })

        async function requireSameOrganization(present: AdminKeyRow, checked: CheckedKey): Promise<void> {
          const found = await recogniseOrganization(tx, checked)
          if (found === present.organization_id) return
          if (found) throw conflict('key-other-organization')
          const own = await findOrganization(tx, present.organization_id)
          // Nothing is known of the organization, so nothing speaks against the key.
          if (own?.known_projects === 0 && (!own.external_id || !checked.organizationHint)) return
          throw conflict(checked.projects === null ? 'key-organization-unknown' : 'key-other-organization')
        }
      })
      await explainConflicts(work, CONFLICTS)
      deps.onKeyReady?.(seen.team_id)
      return get(actor, id)
    },
  }
}

export async function findVisibleKey(deps: Pick<TeamsDeps, 'db'>, actor: Actor, id: string): Promise<AdminKeyRow> {
  const row = await requireKey(deps, id)
  if (!canSeeTeam(actor, row.team_id)) throw notFound('not-found')
  return row
}
