import { recordAction } from '../actions/record.ts'
import { invalid, notFound } from '../platform/errors.ts'
import type { Actor } from './actor.ts'
import type { WorkspaceSettings } from './api.ts'
import type { Inner } from './deps.ts'
import { findWorkspace, lockWorkspace, updateWorkspace } from './store/workspace.ts'

export async function workspaceSettings(inner: Inner): Promise<WorkspaceSettings> {
  const row = await findWorkspace(inner.database.db)
  if (!row) throw notFound('not-found')
  return row
}

export async function changeWorkspace(
  inner: Inner,
  actor: Actor,
  change: { name?: string | undefined; timeZone?: string | undefined },
): Promise<WorkspaceSettings> {
  if (change.timeZone !== undefined && !isTimeZone(change.timeZone)) throw invalid('time-zone-unknown')
  const at = inner.clock.now()
  return inner.database.db.transaction().execute(async (tx) => {
    const before = await lockWorkspace(tx)
    if (!before) throw notFound('not-found')
    const after = { name: change.name ?? before.name, timeZone: change.timeZone ?? before.timeZone }
    if (after.name === before.name && after.timeZone === before.timeZone) return after
    await updateWorkspace(tx, after)
    await recordAction(tx, { at, kind: 'workspace.changed', actor, subject: after.name, before, after })
    return after
  })
}

/** Names only: an offset such as +09:00 would be wrong for half the year elsewhere. */
function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z][\w/+-]*$/.test(text)) return false
  try {
    new Intl.DateTimeFormat('ko-KR', { timeZone: text })
    return true
  } catch {
    return false
  }
}
