import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'

export type AdminKeyRow = {
  id: string
  team_id: string
  team_name: string
  organization_id: string
  last4: string
  /** Digest of the whole key: tells whether it was replaced meanwhile. Never shown. */
  fingerprint: string
  base_url: string | null
  state: 'active' | 'inactive' | 'broken'
  write_access: 'yes' | 'no' | 'unknown'
  problem_code: string | null
  problem_since: Date | null
  told_at: Date | null
  created_at: Date
  checked_at: Date | null
  collected_at: Date | null
  shared_with: string[]
}

const columns = sql`select k.id, k.team_id, t.name as team_name, k.organization_id, k.last4,
  encode(k.fingerprint, 'hex') as fingerprint, k.base_url, k.state,
  k.write_access, k.problem_code, k.problem_since, k.told_at, k.created_at, k.checked_at,
  -- One key reads for all of its organization.
  (select max(one.collected_at) from admin_keys one where one.organization_id = k.organization_id) as collected_at,
  array(select distinct other_team.name from admin_keys other join teams other_team on other_team.id = other.team_id
    where other.organization_id = k.organization_id and other.team_id <> k.team_id order by 1) as shared_with
  from admin_keys k join teams t on t.id = k.team_id`

export async function keysOfTeams(db: Db, teamIds: readonly string[]): Promise<AdminKeyRow[]> {
  const { rows } = await sql<AdminKeyRow>`
    ${columns} where k.team_id = any(${teamIds}::uuid[]) order by k.created_at, k.id`.execute(db)
  return rows
}

export async function findKey(db: Db, id: string): Promise<AdminKeyRow | null> {
  const { rows } = await sql<AdminKeyRow>`${columns} where k.id = ${id}`.execute(db)
  return rows[0] ?? null
}

export async function lockKey(tx: Tx, id: string): Promise<AdminKeyRow | null> {
  const { rows } = await sql<AdminKeyRow>`${columns} where k.id = ${id} for update of k`.execute(tx)
  return rows[0] ?? null
}

/** Active and broken ones of live teams; a broken one may have been mended at the provider. */
export async function usableKeys(db: Db): Promise<AdminKeyRow[]> {
  const { rows } = await sql<AdminKeyRow>`
    ${columns} where k.state <> 'inactive' and t.archived_at is null
    order by k.organization_id, k.created_at, k.id`.execute(db)
  return rows
}

export async function findByFingerprint(db: Db, fingerprint: Buffer): Promise<{ id: string; team_id: string } | null> {
  const { rows } = await sql<{ id: string; team_id: string }>`
    select id, team_id from admin_keys where fingerprint = ${fingerprint}`.execute(db)
  return rows[0] ?? null
}

export type NewAdminKey = {
  id: string
  teamId: string
  organizationId: string
  last4: string
  fingerprint: Buffer
  baseUrl: string | null
  writeAccess: string
  at: Date
}

export async function insertKey(tx: Tx, key: NewAdminKey): Promise<void> {
  await sql`
    insert into admin_keys (id, team_id, organization_id, last4, fingerprint, base_url, state, write_access, created_at, checked_at)
    values (${key.id}, ${key.teamId}, ${key.organizationId}, ${key.last4}, ${key.fingerprint}, ${key.baseUrl}, 'active',
      ${key.writeAccess}, ${key.at}, ${key.at})`.execute(tx)
}

export async function replaceKey(tx: Tx, id: string, key: Omit<NewAdminKey, 'id' | 'teamId' | 'organizationId'>) {
  await sql`update admin_keys set last4 = ${key.last4}, fingerprint = ${key.fingerprint}, base_url = ${key.baseUrl},
    write_access = ${key.writeAccess}, checked_at = ${key.at} where id = ${id}`.execute(tx)
}

export async function setKeyChecked(tx: Tx, id: string, check: { writeAccess: string | null; at: Date }) {
  await sql`update admin_keys set checked_at = ${check.at},
    write_access = coalesce(${check.writeAccess}::text, write_access) where id = ${id}`.execute(tx)
}

export async function setKeyCollected(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`update admin_keys set collected_at = ${at} where id = ${id}`.execute(tx)
}

export async function setWriteAccess(db: Db, id: string, access: 'yes' | 'no'): Promise<void> {
  await sql`update admin_keys set write_access = ${access} where id = ${id} and write_access <> ${access}`.execute(db)
}

/** Working again, or set aside: the problem and its notice are over. */
export async function setKeyState(tx: Tx, id: string, state: 'active' | 'inactive'): Promise<void> {
  await sql`update admin_keys set state = ${state}, problem_code = null, problem_since = null, told_at = null
    where id = ${id}`.execute(tx)
}

export async function setKeyBroken(tx: Tx, id: string, problem: { code: string; at: Date; since: Date }) {
  await sql`update admin_keys set state = 'broken', problem_code = ${problem.code}, problem_since = ${problem.since},
    told_at = coalesce(told_at, ${problem.at}) where id = ${id}`.execute(tx)
}
