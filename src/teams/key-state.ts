import { recordAction } from '../actions/record.ts'
import { type Actor, jobActor } from '../people/actor.ts'
import type { Tx } from '../platform/db/database.ts'
import { problemSentence } from './admin-key-view.ts'
import type { TeamsDeps } from './deps.ts'
import type { KeyProblemCode } from './key-problem.ts'
import { type AdminKeyRow, lockKey, setKeyBroken, setKeyState } from './store/admin-keys.ts'
import { leadsOf } from './store/members.ts'

type Deps = Pick<TeamsDeps, 'clock' | 'notify'>

/** The team hears of it once, however often the key goes on failing. A key that was set aside stays set aside. */
export async function markBroken(
  tx: Tx,
  deps: Deps,
  keyId: string,
  code: KeyProblemCode,
  actor: Actor = jobActor,
): Promise<void> {
  const key = await lockKey(tx, keyId)
  if (!key || key.state === 'inactive') return
  const at = deps.clock.now()
  await setKeyBroken(tx, keyId, { code, at, since: key.problem_since ?? at })
  if (key.state !== 'broken') {
    await recordAction(tx, { ...about(key, actor), at, kind: 'admin-key.broken', after: { state: 'broken', code } })
  }
  if (key.told_at) return
  await deps.notify.keyBroken(tx, {
    keyId,
    last4: key.last4,
    teamId: key.team_id,
    teamName: key.team_name,
    leadIds: await leadsOf(tx, key.team_id),
    code,
    detail: problemSentence(code),
  })
}

/** A broken key that was read with works again; the next failure is told again. */
export async function markWorking(
  tx: Tx,
  deps: Pick<Deps, 'clock'>,
  keyId: string,
  actor: Actor = jobActor,
): Promise<void> {
  const key = await lockKey(tx, keyId)
  if (key?.state !== 'broken') return
  await setKeyState(tx, keyId, 'active')
  await recordAction(tx, {
    ...about(key, actor),
    at: deps.clock.now(),
    kind: 'admin-key.reactivated',
    before: { state: 'broken', code: key.problem_code },
    after: { state: 'active' },
  })
}

export function about(key: AdminKeyRow, actor: Actor) {
  return { actor, subject: `…${key.last4}`, teamId: key.team_id }
}
