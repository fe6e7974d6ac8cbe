import type { Database } from '../platform/db/database.ts'
import type { Session } from './session.ts'

/** For commands that need the database as it is, without the product on top. Locked like the server's, and let go of again. */
export async function openWorkspaceDatabase(
  session: Session,
  use: (database: Database) => Promise<void>,
): Promise<void> {
  const { openDatabase } = await import('../app.ts')
  const { database, lock } = await openDatabase(session.readConfig())
  try {
    await use(database)
  } finally {
    await database.close()
    await lock?.release()
  }
}
