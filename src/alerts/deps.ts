import type { causesOf } from '../causes/index.ts'
import type { Notice } from '../channels/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { AlertKind } from './store/alerts.ts'

export type AlertsDeps = {
  db: Db
  clock: Clock
  /** The clock that all processes share; inside a transaction it is asked there. */
  sharedNow(on?: Db): Promise<Date>
  publicUrl: string
  /** The zone in which people read instants. */
  timeZone(on: Db): Promise<string>
  causesOf: typeof causesOf
  /** Puts it on its way to everybody concerned; known keys are left alone. */
  queue(tx: Tx, notice: Notice): Promise<number>
  /** Starts delivery once the transaction is over. */
  deliverSoon(): void
  /** Told of each message in the transaction that queues it. */
  onTold?(told: { kind: AlertKind; detectedAt: Date; queuedAt: Date }): void
  /** Korean, of a stable code. */
  sentence(code: string): string
}
