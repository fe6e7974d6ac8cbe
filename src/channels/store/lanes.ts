import { sql } from 'kysely'
import { HOUR } from '../../platform/clock.ts'
import type { Db, Tx } from '../../platform/db/database.ts'

/** A lane is not held or left in peace for so long: a later instant was noted under a wrong clock. */
const LONGEST_PEACE = 2 * HOUR
/** The same of one message: a notice waits minutes for its next attempt, a mail at most five hours. */
const LONGEST_WAIT = { notice: HOUR, mail: 6 * HOUR }

const after = (now: Date, ms: number) => new Date(now.getTime() + ms)
const isOver = (column: string, now: Date) => sql`(${sql.ref(column)} is null or ${sql.ref(column)} <= ${now}
  or ${sql.ref(column)} > ${after(now, LONGEST_PEACE)})`

/** Of the delivery `d`. What was never tried is due at once, whatever clock it was queued by. */
export const isDue = (now: Date) => sql`(d.state = 'waiting' and (d.attempts = 0 or d.next_attempt_at <= ${now}
  or d.next_attempt_at > case when d.notice_key is null then ${after(now, LONGEST_WAIT.mail)}::timestamptz
    else ${after(now, LONGEST_WAIT.notice)}::timestamptz end))`

/** Lanes with something due that are not to be left in peace; another process may be at work on one. */
export async function listDueLanes(db: Db, now: Date): Promise<string[]> {
  const { rows } = await sql<{ lane: string }>`
    select distinct d.lane from deliveries d left join delivery_lanes l on l.lane = d.lane
    where ${isDue(now)} and ${isOver('l.retry_at', now)}`.execute(db)
  return rows.map(({ lane }) => lane)
}

export type Claim = { lane: string; by: string; now: Date; until: Date }

/** False while another process works on it, or while it is left in peace. */
export async function claimLane(db: Db, { lane, by, now, until }: Claim): Promise<boolean> {
  const { rows } = await sql`
    insert into delivery_lanes (lane, claimed_by, claimed_until) values (${lane}, ${by}, ${until})
    on conflict (lane) do update set claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until
    where ${isOver('delivery_lanes.claimed_until', now)} and ${isOver('delivery_lanes.retry_at', now)}
    returning lane`.execute(db)
  return rows.length === 1
}

/** False when the lease ran out and somebody else took the lane. */
export async function keepLane(db: Db, { lane, by, until }: Omit<Claim, 'now'>): Promise<boolean> {
  const { rows } = await sql`
    update delivery_lanes set claimed_until = ${until} where lane = ${lane} and claimed_by = ${by}
    returning lane`.execute(db)
  return rows.length === 1
}

export async function leaveLane(db: Db, { lane, by }: Pick<Claim, 'lane' | 'by'>): Promise<void> {
  await sql`
    update delivery_lanes set claimed_by = null, claimed_until = null
    where lane = ${lane} and claimed_by = ${by}`.execute(db)
}

export async function noteLaneWorks(db: Db, lane: string, at: Date): Promise<void> {
  await sql`
    insert into delivery_lanes (lane, last_ok_at, last_tried_at) values (${lane}, ${at}, ${at})
    on conflict (lane) do update set failures = 0, retry_at = null, problem = null, problem_since = null,
      last_ok_at = excluded.last_ok_at, last_tried_at = excluded.last_tried_at`.execute(db)
}

export type LaneFailure = { lane: string; problem: string; at: Date }

/** Answers with how often it has failed in a row. */
export async function noteLaneFails(db: Db, { lane, problem, at }: LaneFailure): Promise<number> {
  const { rows } = await sql<{ failures: number }>`
    insert into delivery_lanes (lane, failures, problem, problem_since, last_tried_at)
    values (${lane}, 1, ${problem}, ${at}, ${at})
    on conflict (lane) do update set failures = delivery_lanes.failures + 1, problem = excluded.problem,
      problem_since = coalesce(delivery_lanes.problem_since, excluded.problem_since),
      last_tried_at = excluded.last_tried_at
    returning failures`.execute(db)
  return rows[0]?.failures ?? 1
}

export async function leaveInPeace(db: Db, lane: string, until: Date): Promise<void> {
  await sql`update delivery_lanes set retry_at = ${until} where lane = ${lane}`.execute(db)
}

/** Whatever kept it from working was changed: it is asked again at once. */
export async function forgetFailures(tx: Tx, lane: string): Promise<void> {
  await sql`
    update delivery_lanes set failures = 0, retry_at = null, problem = null, problem_since = null
    where lane = ${lane}`.execute(tx)
}

export async function deleteLane(tx: Tx, lane: string): Promise<void> {
  await sql`delete from delivery_lanes where lane = ${lane}`.execute(tx)
}

export type LaneState = { problem: string | null; problemSince: Date | null; lastOkAt: Date | null }

export async function findLane(db: Db, lane: string): Promise<LaneState | null> {
  const { rows } = await sql<LaneState>`
    select problem, problem_since as "problemSince", last_ok_at as "lastOkAt" from delivery_lanes
    where lane = ${lane}`.execute(db)
  return rows[0] ?? null
}

export async function freeLanes(db: Db): Promise<void> {
  await sql`update delivery_lanes set claimed_by = null, claimed_until = null where claimed_until is not null`.execute(
    db,
  )
}
