import { sql } from 'kysely'
import type { Db } from '../../platform/db/database.ts'
import type { Collection } from '../collection.ts'

const COLUMNS = sql`
  collection.id, collection.organization_id as "organizationId", collection.admin_key_id as "adminKeyId",
  collection.from_day as "from", collection.to_day as "to", collection.remaining_to as "remainingTo",
  collection.backfill, collection.state, collection.days_done as "daysDone", collection.changed_lines as "changedLines",
  collection.cost, collection.attempts, collection.waiting_until as "waitingUntil",
  collection.problem_code as "problemCode", collection.created_at as "createdAt",
  collection.started_at as "startedAt", collection.finished_at as "finishedAt",
  key.team_id as "teamId", team.name as "teamName", key.last4 as "keyLast4",
  array(select distinct own.team_id from admin_keys own
    where own.organization_id = collection.organization_id) as "keyTeamIds",
  array(select own.team_id from admin_keys own
    where own.organization_id in (collection.organization_id, key.organization_id)
    union select home.team_id from bindings held join project_teams home on home.project_id = held.project_id
    where held.organization_id in (collection.organization_id, key.organization_id)) as "concernedTeamIds"`
const SOURCE = sql`collections collection
  join admin_keys key on key.id = collection.admin_key_id join teams team on team.id = key.team_id`

export type NewCollection = {
  organizationId: string
  adminKeyId: string
  from: string
  to: string
  backfill: boolean
  requestedBy: string
  at: Date
}

/** Answers with the open collection of the same window where there is one. */
export async function addCollection(db: Db, row: NewCollection): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into collections (organization_id, admin_key_id, from_day, to_day, remaining_to, backfill, state, requested_by, created_at)
    values (${row.organizationId}, ${row.adminKeyId}, ${row.from}, ${row.to}, ${row.to}, ${row.backfill}, 'waiting',
      ${row.requestedBy}, ${row.at})
    on conflict (organization_id, from_day, to_day) where state in ('waiting', 'running')
    do update set waiting_until = null
    returning id`.execute(db)
  const id = rows[0]?.id
  if (!id) throw new Error('the collection was not added')
  return id
}

export async function findCollection(db: Db, id: string): Promise<Collection | null> {
  const { rows } = await sql<Collection>`select ${COLUMNS} from ${SOURCE} where collection.id = ${id}`.execute(db)
  return rows[0] ?? null
}

export type CollectionFilter = {
  teamIds: readonly string[] | null
  teamId: string | undefined
  state: string | undefined
}

const SHOWN = 50

export async function recentCollections(db: Db, filter: CollectionFilter): Promise<Collection[]> {
  const { rows } = await sql<Collection>`
    select ${COLUMNS} from ${SOURCE}
    where (${filter.teamIds}::uuid[] is null or ${readsFor(filter.teamIds)})
      and (${filter.teamId ?? null}::uuid is null or ${readsFor([filter.teamId])})
      and (${filter.state ?? null}::text is null or collection.state = ${filter.state ?? null})
    order by collection.created_at desc, collection.id desc limit ${SHOWN}`.execute(db)
  return rows
}

// Any key of an organization reads the costs of all teams that have one.
const readsFor = (teamIds: readonly (string | undefined)[] | null) => sql`
  (key.team_id = any(${teamIds}::uuid[]) or exists (select from admin_keys own
    where own.organization_id = collection.organization_id and own.team_id = any(${teamIds}::uuid[])))`

export async function hasBeenRead(db: Db, organizationId: string): Promise<boolean> {
  const { rows } = await sql<{ read: boolean }>`
    select exists (select from collections where organization_id = ${organizationId} and backfill and state = 'done') as read`.execute(
    db,
  )
  return rows[0]?.read ?? false
}

export async function neverRequested(db: Db, organizationIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select wanted.id from unnest(${organizationIds}::uuid[]) as wanted (id)
    where not exists (select from collections where organization_id = wanted.id)`.execute(db)
  return new Set(rows.map((row) => row.id))
}
