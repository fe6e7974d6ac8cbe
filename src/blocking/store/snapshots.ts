import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { RateLimitRow } from '../../providers/openai/index.ts'

export type SnapshotKey = { id: string; name: string | null; redacted: string }

export type Snapshot = {
  spendLimitCents: number | null
  rateLimits: RateLimitRow[]
  /** Null: could not be read. */
  apiKeys: SnapshotKey[] | null
}

export type StoredSnapshot = Snapshot & { id: number; externalId: string; takenAt: Date; lastSeenAt: Date }

const columns = sql`id, external_id as "externalId", taken_at as "takenAt", last_seen_at as "lastSeenAt",
  spend_limit_cents as "spendLimitCents", rate_limits as "rateLimits", api_keys as "apiKeys"`

export async function latestSnapshots(
  db: Db,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, StoredSnapshot>> {
  const { rows } = await sql<StoredSnapshot>`
    select distinct on (external_id) ${columns} from limit_snapshots where external_id = any(${externalIds}::text[])
    order by external_id, taken_at desc, id desc`.execute(db)
  return new Map(rows.map((row) => [row.externalId, row]))
}

export type DueSnapshot = { externalId: string; organizationId: string }

/** Bound projects at the provider that nobody has looked at since `before`, those never seen first. */
export async function dueSnapshots(
  db: Db,
  { before, except, limit }: { before: Date; except: readonly string[]; limit: number },
): Promise<DueSnapshot[]> {
  const { rows } = await sql<DueSnapshot>`
    select b.external_id as "externalId", b.organization_id as "organizationId" from bindings b
    left join lateral (select max(last_seen_at) as seen from limit_snapshots s where s.external_id = b.external_id) last on true
    where b.to_at is null and b.external_id <> all(${except}::text[]) and (last.seen is null or last.seen < ${before})
      and exists (select 1 from admin_keys k where k.organization_id = b.organization_id and k.state = 'active')
    order by last.seen nulls first, b.external_id limit ${limit}`.execute(db)
  return rows
}

export async function insertSnapshot(tx: Tx, externalId: string, snapshot: Snapshot, at: Date): Promise<void> {
  await sql`insert into limit_snapshots (external_id, taken_at, last_seen_at, spend_limit_cents, rate_limits, api_keys)
    values (${externalId}, ${at}, ${at}, ${snapshot.spendLimitCents}, ${JSON.stringify(snapshot.rateLimits)},
      ${snapshot.apiKeys === null ? null : JSON.stringify(snapshot.apiKeys)})`.execute(tx)
}

export async function touchSnapshot(tx: Tx, id: number, at: Date): Promise<void> {
  await sql`update limit_snapshots set last_seen_at = greatest(last_seen_at, ${at}) where id = ${id}`.execute(tx)
}

export type NewChange = {
  externalId: string
  item: string
  field: string
  label: string
  before: string | null
  after: string | null
  notBefore: Date
  seenAt: Date
}

export async function insertChanges(tx: Tx, changes: readonly NewChange[]): Promise<void> {
  for (const change of changes) {
    await sql`insert into limit_changes (external_id, item, field, label, before, after, not_before, seen_at)
      values (${change.externalId}, ${change.item}, ${change.field}, ${change.label}, ${change.before}, ${change.after},
        ${change.notBefore}, ${change.seenAt})`.execute(tx)
  }
}

export type ChangeRow = Omit<NewChange, 'externalId'> & {
  id: string
  externalId: string
  projectId: string | null
  projectName: string | null
  teamId: string | null
  acknowledgedByName: string | null
}

const changeRows = sql`select c.id, c.external_id as "externalId", c.item, c.field, c.label, c.before, c.after,
  c.not_before as "notBefore", c.seen_at as "seenAt", c.acknowledged_by_name as "acknowledgedByName",
  p.id as "projectId", p.name as "projectName", p.team_id as "teamId"
  from limit_changes c
  left join bindings b on b.external_id = c.external_id and b.to_at is null
  left join projects p on p.id = b.project_id`

/** The newest first, those that nobody has looked at before the others. */
export async function listChanges(
  db: Db,
  filter: { teamIds: readonly string[] | null; projectId: string | undefined; limit: number },
): Promise<ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`${changeRows}
    where (${filter.teamIds}::uuid[] is null or p.team_id = any(${filter.teamIds}::uuid[]))
      and (${filter.projectId ?? null}::uuid is null or p.id = ${filter.projectId ?? null})
    order by c.acknowledged_at is not null, c.seen_at desc, c.label, c.id limit ${filter.limit}`.execute(db)
  return rows
}

export async function findChange(db: Db, id: string): Promise<ChangeRow | null> {
  const { rows } = await sql<ChangeRow>`${changeRows} where c.id = ${id}`.execute(db)
  return rows[0] ?? null
}

export async function acknowledgeChange(tx: Tx, id: string, byName: string, at: Date): Promise<boolean> {
  const { rows } = await sql`update limit_changes set acknowledged_at = ${at}, acknowledged_by_name = ${byName}
    where id = ${id} and acknowledged_at is null returning id`.execute(tx)
  return rows.length > 0
}
