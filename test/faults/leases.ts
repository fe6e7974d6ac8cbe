import { sql } from 'kysely'
import type { Database } from '../../src/platform/db/database.ts'

/** What a process held that died lets go after a minute or two; here that time has passed. Only while nobody else runs. */
export async function forgetTheDead(database: Database): Promise<void> {
  const { db } = database
  await sql`update usage_polls set lease_until = now() - interval '1 second' where lease_until is not null`.execute(db)
  await sql`update collections set lease_until = now() - interval '1 second' where lease_until is not null`.execute(db)
  await sql`update delivery_lanes set claimed_until = now() - interval '1 second' where claimed_until is not null`.execute(
    db,
  )
  await sql`update limit_targets set lease_until = now() - interval '1 second' where lease_until is not null`.execute(
    db,
  )
  await endWaits(database)
}

/** Whoever waits to try again after a failure has waited long enough. */
export async function endWaits({ db }: Database): Promise<void> {
  await sql`update usage_watermarks set retry_at = null where retry_at is not null`.execute(db)
  await sql`update delivery_lanes set retry_at = null where retry_at is not null`.execute(db)
  await sql`update deliveries set next_attempt_at = now() where state = 'waiting' and next_attempt_at > now()`.execute(
    db,
  )
  await sql`update limit_targets set next_attempt_at = null where next_attempt_at is not null`.execute(db)
}
