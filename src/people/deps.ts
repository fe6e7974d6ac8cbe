import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Logger } from '../platform/log.ts'
import type { Memberships, PeopleMail } from './ports.ts'
import type { Sessions } from './sessions.ts'
import type { Throttle } from './throttle.ts'

export type PeopleConfig = { publicUrl: string; secure: boolean; displayTimeZone: string }

export type PeopleDeps = {
  database: Database
  config: PeopleConfig
  clock: Clock
  log: Logger
  /** Signs session cookies: at least 32 characters, the same in all processes, kept outside the database. */
  secret: string
  memberships: Memberships
  mail: PeopleMail
}

/** What the verbs of this feature work with. */
export type Inner = PeopleDeps & { sessions: Sessions; throttle: Throttle }
