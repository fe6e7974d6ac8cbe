import type { Actor } from '../people/actor.ts'
import type { Database, Db } from '../platform/db/database.ts'

export type OwnedProject = { id: string; name: string; teamId: string; archivedAt: string | null }

export type OutcomesDeps = {
  database: Database
  /** The clock that all processes share. */
  sharedNow(on?: Db): Promise<Date>
  /** How long single outcomes are kept: as long as single calls. Their sums stay. */
  keptDays: number
  /** Throws where the project does not exist for the actor. */
  project(actor: Actor, projectId: string): Promise<OwnedProject>
}
