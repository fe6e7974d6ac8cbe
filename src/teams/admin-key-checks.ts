import { recordAction } from '../actions/record.ts'
import { type Actor, requireLead } from '../people/actor.ts'
import type { Tx } from '../platform/db/database.ts'
import { notFound } from '../platform/errors.ts'
import { adminKeyView, problemSentence } from './admin-key-view.ts'
import { findVisibleKey } from './admin-keys.ts'
import type { AdminKey, AdminKeyTest } from './api.ts'
import type { TeamsDeps } from './deps.ts'
import { errorFor, isKeysFault, type KeyProblemCode, keyProblemOf } from './key-problem.ts'
import { about, markBroken, markWorking } from './key-state.ts'
import { checkStoredKey, requireKey } from './open-key.ts'
import { noteCheck } from './organization.ts'
import type { CheckedKey } from './ports.ts'
import { requireLiveTeam } from './projects.ts'
import { type AdminKeyRow, lockKey, setKeyChecked, setKeyState } from './store/admin-keys.ts'
import { keyWorks } from './words.ko.ts'

export type CheckResult =
  | { code: KeyProblemCode; writeAccess: null }
  | { code: null; writeAccess: 'yes' | 'no' | 'unknown' }

export function createKeyChecks(deps: TeamsDeps) {
  const { db, clock } = deps

  async function keepGood(tx: Tx, row: AdminKeyRow, check: CheckedKey): Promise<void> {
    const at = clock.now()
    await setKeyChecked(tx, row.id, { writeAccess: check.writeAccess === 'unknown' ? null : check.writeAccess, at })
    await noteCheck(tx, row.organization_id, check, at)
  }

  /** Looks at OpenAI now and keeps the answer as the key's state. What may pass by itself (an outage) changes nothing. */
  async function checkAndKeep(row: AdminKeyRow, actor: Actor): Promise<CheckResult> {
    const check = await checkStoredKey(deps, row)
    const code = check.ok ? null : keyProblemOf(check.failure)
    await db.transaction().execute(async (tx) => {
      const now = await lockKey(tx, row.id)
      if (now?.fingerprint !== row.fingerprint) return // replaced meanwhile: the answer is about a key that is gone
      if (check.ok) {
        await keepGood(tx, row, check)
        await markWorking(tx, deps, row.id, actor)
      } else if (code && isKeysFault(code)) {
        await setKeyChecked(tx, row.id, { writeAccess: null, at: clock.now() })
        await markBroken(tx, deps, row.id, code, actor)
      }
    })
    if (check.ok) return { code: null, writeAccess: check.writeAccess }
    return { code: code ?? 'api-refused', writeAccess: null }
  }

  async function leadable(actor: Actor, id: string): Promise<AdminKeyRow> {
    const row = await findVisibleKey(deps, actor, id)
    requireLead(actor, row.team_id)
    return row
  }

  const view = async (actor: Actor, id: string): Promise<AdminKey> => adminKeyView(actor, await requireKey(deps, id))

  return {
    checkAndKeep,

    test: async (actor: Actor, id: string): Promise<AdminKeyTest> => {
      const { code, writeAccess } = await checkAndKeep(await leadable(actor, id), actor)
      const detail = code ? problemSentence(code) : keyWorks[writeAccess ?? 'unknown']
      return { ok: code === null, code, detail, key: await view(actor, id) }
    },

    deactivate: async (actor: Actor, id: string, reason: string): Promise<AdminKey> => {
      await leadable(actor, id)
      await db.transaction().execute(async (tx) => {
        const row = await lockKey(tx, id)
        if (!row) throw notFound('not-found')
        if (row.state === 'inactive') return
        await setKeyState(tx, id, 'inactive')
        await recordAction(tx, {
          ...about(row, actor),
          at: clock.now(),
          kind: 'admin-key.deactivated',
          reason,
          before: { state: row.state },
          after: { state: 'inactive' },
        })
      })
      return view(actor, id)
    },

    /** Not before OpenAI has confirmed that it works. */
    reactivate: async (actor: Actor, id: string, reason: string): Promise<AdminKey> => {
      const row = await leadable(actor, id)
      if (row.state === 'active') return view(actor, id)
      const check = await checkStoredKey(deps, row)
      if (!check.ok) throw errorFor(check.failure)
      await db.transaction().execute(async (tx) => {
        await requireLiveTeam(tx, row.team_id)
        const now = await lockKey(tx, id)
        if (!now || now.state === 'active' || now.fingerprint !== row.fingerprint) return
        await keepGood(tx, row, check)
        await setKeyState(tx, id, 'active')
        await recordAction(tx, {
          ...about(row, actor),
          at: clock.now(),
          kind: 'admin-key.reactivated',
          reason,
          before: { state: now.state },
          after: { state: 'active' },
        })
      })
      deps.onKeyReady?.(row.team_id)
      return view(actor, id)
    },
  }
}
