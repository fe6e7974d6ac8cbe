import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'

/** Longer than any one request; a process that died lets go after this. The database's clock decides, never ours. */
const LEASE_SECONDS = 90

const leaseUntil = sql`now() + make_interval(secs => ${LEASE_SECONDS})`
/** A lease that reaches further than any can was taken under a wrong clock, by a process that has died since. */
const isFree = sql`(lease_until is null or lease_until < now()
  or lease_until > now() + make_interval(secs => ${2 * LEASE_SECONDS}))`

/** True: the collection is ours to work on. False: finished, waiting for its time, or in somebody else's hands. */
export async function takeLease(
  db: Db,
  lease: { id: string; owner: string; at: Date; force: boolean },
): Promise<boolean> {
  const { rows } = await sql`
    update collections set state = 'running', lease_owner = ${lease.owner}, lease_until = ${leaseUntil},
      started_at = coalesce(started_at, ${lease.at}), waiting_until = null
    where id = ${lease.id} and state in ('waiting', 'running') and ${isFree}
      and (${lease.force} or waiting_until is null or waiting_until <= ${lease.at})
    returning id`.execute(db)
  return rows.length === 1
}

export async function renewLease(db: Db, id: string, owner: string): Promise<boolean> {
  const { rows } = await sql`
    update collections set lease_until = ${leaseUntil} where id = ${id} and lease_owner = ${owner} returning id`.execute(
    db,
  )
  return rows.length === 1
}

export async function openCollections(db: Db, at: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from collections
    where state in ('waiting', 'running') and ${isFree}
      and (waiting_until is null or waiting_until <= ${at})
    order by created_at, id`.execute(db)
  return rows.map((row) => row.id)
}

export type Progress = {
  id: string
  owner: string
  remainingTo: CostDay
  days: number
  changedLines: number
  cost: Readonly<Record<string, string>>
}

/** Written after the ledger has the days: killed in between, they are read once more, which changes nothing. */
export async function saveProgress(db: Db, progress: Progress): Promise<void> {
  await sql`
    update collections set remaining_to = ${progress.remainingTo}, days_done = days_done + ${progress.days}, attempts = 0,
      changed_lines = changed_lines + ${progress.changedLines}, cost = ${JSON.stringify(progress.cost)},
      problem_code = null, waiting_until = null, lease_until = ${leaseUntil}
    where id = ${progress.id} and lease_owner = ${progress.owner}`.execute(db)
}

export async function saveWait(db: Db, id: string, owner: string, until: Date | null): Promise<void> {
  await sql`
    update collections set waiting_until = ${until}, lease_until = ${leaseUntil}
    where id = ${id} and lease_owner = ${owner}`.execute(db)
}

export type Ending = { id: string; owner: string; state: 'done' | 'failed'; problemCode: string | null; at: Date }

export async function endCollection(db: Db, ending: Ending): Promise<void> {
  await sql`
    update collections set state = ${ending.state}, problem_code = ${ending.problemCode}, finished_at = ${ending.at},
      waiting_until = null, lease_owner = null, lease_until = null
    where id = ${ending.id} and lease_owner = ${ending.owner}`.execute(db)
}

/** Gives it back to be tried again later, by whoever comes first. */
export async function postpone(
  db: Db,
  pause: { id: string; owner: string; until: Date | null; problemCode: string | null; adminKeyId?: string },
): Promise<void> {
  await sql`
    update collections set state = 'waiting', problem_code = ${pause.problemCode}, waiting_until = ${pause.until},
      attempts = attempts + ${pause.problemCode ? 1 : 0}, lease_owner = null, lease_until = null,
      admin_key_id = coalesce(${pause.adminKeyId ?? null}::uuid, admin_key_id)
    where id = ${pause.id} and lease_owner = ${pause.owner}`.execute(db)
}
