import type { DeedLimits } from '../people/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Db, Tx } from '../platform/db/database.ts'
import type { Logger } from '../platform/log.ts'
import type { Vault } from '../platform/vault/vault.ts'

export type ChannelsDeps = {
  database: Database
  clock: Clock
  /** The database's clock, which all processes share: leases, delays and order come from it. */
  sharedNow(db: Db | Tx): Promise<Date>
  log: Logger
  vault: Vault
  /** Null: mail is stored and shown, not sent. */
  smtpUrl: string | null
  from: string
  publicUrl: string
  /** The zone in which people read instants. */
  timeZone(): Promise<string>
  /** Addresses of the workspace's admins and, with a team, of its leads. */
  peopleFor(tx: Tx, teamId: string | null): Promise<readonly string[]>
  addressOf(personId: string): Promise<string | null>
  slackPatienceMs?: number
  random?: () => number
}

export type Inner = Required<ChannelsDeps> & { db: Db; observers: Set<Observer>; limitDeed: DeedLimits }

/** Told of each message that was handed over, with the seconds since it was detected. */
export type Observer = (delivered: { channel: 'mail' | 'slack'; seconds: number }) => void
