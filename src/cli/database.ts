import type { Database } from '../platform/db/database.ts'
import { DirectoryInUse } from '../platform/db/directory-lock.ts'
import { CommandFailed, type Session } from './session.ts'

/**
 * For commands that need the database as it is, without the product on top. Locked like the server's, and let go of again.
 * `whenInUse` is what a person reads while a server owns the data directory: such a command never goes through it.
 */
export async function openWorkspaceDatabase<T>(
  session: Session,
  whenInUse: string,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const { openDatabase } = await import('../app.ts')
  const { database, lock } = await openDatabase(session.readConfig()).catch((error: unknown) => {
    throw error instanceof DirectoryInUse ? new CommandFailed(`${whenInUse} (${error.message})`) : error
  })
  try {
    return await use(database)
  } finally {
    await database.close()
    await lock?.release()
  }
}
