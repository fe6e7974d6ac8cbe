import { sql } from 'kysely'
import { MINUTE } from '../../platform/clock.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { Grade } from '../block.ts'

/** Longer than any one request; a process that died lets go after this. The database's clock decides, never ours. */
const LEASE_SECONDS = 60
const leaseUntil = sql`now() + make_interval(secs => ${LEASE_SECONDS})`
/** A lease that reaches further than any can was taken under a wrong clock, by a process that has died since. */
const isFree = sql`(lease_until is null or lease_until < now()
  or lease_until > now() + make_interval(secs => ${2 * LEASE_SECONDS}))`
/** Nothing waits longer than this for its next attempt: a later instant was noted under a wrong clock. */
const LONGEST_WAIT = 10 * MINUTE
const beyond = (at: Date) => new Date(at.getTime() + LONGEST_WAIT)
const isTime = (at: Date) =>
  sql`(next_attempt_at is null or next_attempt_at <= ${at} or next_attempt_at > ${beyond(at)})`

export async function takeTarget(db: Db, externalId: string, owner: string): Promise<boolean> {
  const { rows } = await sql`update limit_targets set lease_owner = ${owner}::uuid, lease_until = ${leaseUntil}
    where external_id = ${externalId} and ${isFree} returning external_id`.execute(db)
  return rows.length === 1
}

export async function keepTarget(db: Db, externalId: string, owner: string): Promise<boolean> {
  const { rows } = await sql`update limit_targets set lease_until = ${leaseUntil}
    where external_id = ${externalId} and lease_owner = ${owner}::uuid and lease_until > now()
    returning external_id`.execute(db)
  return rows.length === 1
}

export async function letTargetGo(db: Db, externalId: string, owner: string): Promise<void> {
  await sql`update limit_targets set lease_owner = null, lease_until = null
    where external_id = ${externalId} and lease_owner = ${owner}::uuid`.execute(db)
}

export type Wish = {
  version: number
  handled: number
  attempts: number
  wakes: number
  organizationId: string | null
  /** The hardest of the open blocks; null: everything is to be as it was. */
  grade: Grade | null
  openBlocks: string[]
  releasingBlocks: string[]
  /** When the first release that is still going on was decided. */
  releasingSince: Date | null
}

/** What all blocks that meet in this target want of it, and the number of that decision. */
export async function readWish(db: Db, externalId: string): Promise<Wish | null> {
  const { rows } = await sql<Wish>`
    select t.version, t.handled, t.attempts, t.wakes,
      (select organization_id from organization_projects o where o.external_id = t.external_id) as "organizationId",
      case when bool_or(b.state = 'open' and b.grade = 'stop') then 'stop' when bool_or(b.state = 'open') then 'slow' end as grade,
      coalesce(array_agg(distinct b.id) filter (where b.state = 'open'), '{}') as "openBlocks",
      coalesce(array_agg(distinct b.id) filter (where b.state = 'releasing'), '{}') as "releasingBlocks",
      min(b.release_decided_at) filter (where b.state = 'releasing') as "releasingSince"
    from limit_targets t
    left join block_steps s on s.target = t.external_id and s.kind <> 'admin-key'
    left join blocks b on b.id = s.block_id and b.state <> 'released'
    where t.external_id = ${externalId}
    group by t.external_id`.execute(db)
  return rows[0] ?? null
}

/** As decided under this number; a newer decision stays open. */
export async function markHandled(
  db: Db,
  externalId: string,
  done: { owner: string; version: number; at: Date; calmSince: Date },
): Promise<void> {
  await sql`update limit_targets set handled = greatest(handled, ${done.version}::int), attempts = 0, next_attempt_at = null,
      checked_at = ${done.at}, problem_code = null,
      undone_at = case when undone_at > ${done.calmSince} then undone_at end
    where external_id = ${externalId} and lease_owner = ${done.owner}::uuid`.execute(db)
}

/** `wakes` as the look that failed found it. True: what stood in its way may be gone since, so nothing is waited for. */
export async function markFailed(
  db: Db,
  externalId: string,
  failure: { owner: string; wakes: number; problemCode: string; nextAttemptAt: Date; at: Date },
): Promise<boolean> {
  const { rows } = await sql<{ isWoken: boolean }>`
    update limit_targets set attempts = attempts + 1,
      next_attempt_at = case when wakes = ${failure.wakes}::int then ${failure.nextAttemptAt}::timestamptz end,
      checked_at = ${failure.at}, problem_code = ${failure.problemCode}
    where external_id = ${externalId} and lease_owner = ${failure.owner}::uuid
    returning wakes <> ${failure.wakes}::int as "isWoken"`.execute(db)
  return rows[0]?.isWoken ?? false
}

/** A limit of ours was found undone; true: for the first time in a while. */
export async function noteUndone(tx: Tx, externalId: string, at: Date): Promise<boolean> {
  const { rows } = await sql<{ isNew: boolean }>`
    with before as (select external_id, undone_at from limit_targets where external_id = ${externalId} for update)
    update limit_targets t set undone_at = ${at} from before where t.external_id = before.external_id
    returning before.undone_at is null as "isNew"`.execute(tx)
  return rows[0]?.isNew ?? false
}

/** Of processes that are dead for certain. */
export async function freeTargets(db: Db): Promise<void> {
  await sql`update limit_targets set lease_owner = null, lease_until = null where lease_until is not null`.execute(db)
}

/** What a block holds may be tried again at once. */
export async function wakeTargetsOf(db: Db, blockId: string): Promise<void> {
  await sql`update limit_targets set attempts = 0, next_attempt_at = null, wakes = wakes + 1
    where external_id in (select target from block_steps where block_id = ${blockId} and kind <> 'admin-key')`.execute(
    db,
  )
}

/** Where a decision is not carried out yet, and its time has come. */
export async function unhandledTargets(db: Db, at: Date): Promise<string[]> {
  const { rows } = await sql<{ externalId: string }>`
    select external_id as "externalId" from limit_targets
    where handled < version and ${isTime(at)} and ${isFree}
    order by next_attempt_at nulls first, external_id`.execute(db)
  return rows.map(({ externalId }) => externalId)
}

/** Held ones that nobody has looked at since `before`, or since the month began. */
export async function targetsToCheck(db: Db, before: Date, at: Date): Promise<string[]> {
  const { rows } = await sql<{ externalId: string }>`
    select t.external_id as "externalId" from limit_targets t
    where (t.checked_at is null or t.checked_at < ${before} or t.checked_at > ${beyond(at)}) and ${isTime(at)} and ${isFree}
      and exists (select 1 from block_steps s join blocks b on b.id = s.block_id
        where s.target = t.external_id and s.kind <> 'admin-key' and b.state = 'open')
    order by t.checked_at nulls first, t.external_id`.execute(db)
  return rows.map(({ externalId }) => externalId)
}

export async function isBehind(db: Db, externalId: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from limit_targets where external_id = ${externalId} and handled < version`.execute(db)
  return rows.length > 0
}
