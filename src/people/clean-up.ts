import { DAY } from '../platform/clock.ts'
import type { Inner } from './deps.ts'
import { deleteInvitationsExpiredBefore } from './store/invitations.ts'
import { deleteOldResets } from './store/passwords.ts'
import { deleteExpiredSessions } from './store/sessions.ts'
import { deleteOldAttempts } from './store/throttles.ts'

const INVITATIONS_KEPT = 90 * DAY

/** For a daily job: what has expired is refused already, this only frees the room. */
export async function cleanUp(inner: Inner): Promise<void> {
  const { db } = inner.database
  const now = inner.clock.now()
  await deleteExpiredSessions(db)
  await deleteOldAttempts(db, now)
  await deleteOldResets(db, now)
  await deleteInvitationsExpiredBefore(db, new Date(now.getTime() - INVITATIONS_KEPT))
}
