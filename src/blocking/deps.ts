import type { Notice } from '../channels/index.ts'
import type { Actor } from '../people/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Db, Tx } from '../platform/db/database.ts'
import type { Logger } from '../platform/log.ts'
import type { OpenAiLimits } from '../providers/openai/index.ts'
import type { KeyProblemCode, Teams } from '../teams/index.ts'

export type WritingKey = {
  id: string
  teamId: string
  last4: string
  baseUrl: string | null
  state: 'active' | 'broken' | 'inactive'
  writeAccess: 'yes' | 'no' | 'unknown'
}

/** What blocking needs to know of Admin keys; `teams/` keeps them. */
export type WritingKeys = {
  /** Active and broken keys of an organization, whatever they may do. */
  keysOf(organizationId: string): Promise<WritingKey[]>
  /** Null: set aside meanwhile. */
  openKey(id: string): Promise<{ secret: string; version: string } | null>
  noteWriteAccess(id: string, access: 'yes' | 'no'): Promise<void>
  markBroken(id: string, code: KeyProblemCode): Promise<void>
  /** Of one team, for a block that sets them aside. */
  keysOfTeam(teamId: string): Promise<{ id: string; last4: string; state: 'active' | 'broken' | 'inactive' }[]>
  setAside(actor: Actor, id: string, reason: string): Promise<unknown>
  /** Not before OpenAI has confirmed that it works. */
  takeBack(actor: Actor, id: string, reason: string): Promise<unknown>
}

export type BlockingDeps = {
  database: Database
  clock: Clock
  log: Logger
  /** The database's clock: what orders decisions must not depend on whose process made them. Inside a transaction it is asked there. */
  sharedNow(on?: Db): Promise<Date>
  limits: OpenAiLimits
  openaiBaseUrl: string
  publicUrl: string
  keys: WritingKeys
  projects: Pick<Teams['projects'], 'get'>
  teams: Pick<Teams['teams'], 'get'>
  tell(tx: Tx, notice: Notice): Promise<unknown>
  deliverSoon(): void
  /** The zone in which people read instants. */
  timeZone(): Promise<string>
  /** Mail addresses of people; those who are gone have none. */
  addressesOf(personIds: readonly string[]): Promise<string[]>
  usageLagMs: number
  /** Between two writes of rate limits; writes that came faster were seen not to stick. */
  spacingMs?: number
}
