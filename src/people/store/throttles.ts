import { sql } from 'kysely'
import { DAY, MINUTE, SECOND } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Limit } from '../attempt-limits.ts'

const WINDOW_MS = 15 * MINUTE
const FIRST_BLOCK_SECONDS = 30
const LONGEST_BLOCK_SECONDS = (15 * MINUTE) / SECOND

/**
 * Counts one attempt, or returns until when none is taken. From the last allowed attempt on, each one is followed by
 * a pause of 30 s, doubling up to 15 min; a quarter of an hour of quiet forgets everything. One statement, so that
 * parallel attempts are counted one by one.
 */
export async function reserveAttempt(db: Db, limit: Limit, now: Date): Promise<Date | null> {
  const quietSince = new Date(now.getTime() - WINDOW_MS)
  const attempts = sql`case when greatest(t.started_at, t.blocked_until) < ${quietSince}::timestamptz then 1
    else t.attempts + 1 end`
  const { rows } = await sql<{ key: string }>`
    insert into throttles as t (key, attempts, started_at, blocked_until)
    values (${limit.key}, 1, ${now}, null)
    on conflict (key) do update set
      attempts = ${attempts},
      started_at = case when (${attempts}) = 1 then ${now}::timestamptz else t.started_at end,
      blocked_until = case when (${attempts}) >= ${limit.attempts}::int then ${now}::timestamptz + make_interval(
        secs => least(${LONGEST_BLOCK_SECONDS}::float8,
          ${FIRST_BLOCK_SECONDS}::float8 * power(2::float8, least((${attempts}) - ${limit.attempts}::int, 20)))) end
    where t.blocked_until is null or t.blocked_until <= ${now}::timestamptz
    returning key`.execute(db)
  return rows[0] ? null : blockedUntil(db, limit.key, now)
}

async function blockedUntil(db: Db, key: string, now: Date): Promise<Date> {
  const { rows } = await sql<{ until: Date }>`
    select blocked_until as until from throttles where key = ${key} and blocked_until > ${now}`.execute(db)
  // Released or forgotten just now: a second later the attempt is taken.
  return rows[0]?.until ?? new Date(now.getTime() + SECOND)
}

export async function releaseAttempt(db: Db, key: string): Promise<void> {
  await sql`update throttles set attempts = greatest(attempts - 1, 0), blocked_until = null where key = ${key}`.execute(
    db,
  )
}

export async function forgetAttempts(db: Db, key: string): Promise<void> {
  await sql`delete from throttles where key = ${key}`.execute(db)
}

export async function deleteOldAttempts(db: Db, now: Date): Promise<void> {
  await sql`
    delete from throttles where greatest(started_at, blocked_until) < ${new Date(now.getTime() - DAY)}`.execute(db)
}
