import type { Inner } from './deps.ts'
import { deleteOldResets } from './store/passwords.ts'
import { deleteExpiredSessions } from './store/sessions.ts'
import { deleteOldAttempts } from './store/throttles.ts'

/** For a daily job: what has expired is refused already, this only frees the room. */
export async function cleanUp(inner: Inner): Promise<void> {
  const { db } = inner.database
  await deleteExpiredSessions(db)
  await deleteOldAttempts(db, inner.clock.now())
  await deleteOldResets(db, inner.clock.now())
}
