import { sql } from 'kysely'
import type { TeamRole } from '../../people/api.ts'
import type { Db, Tx } from '../../platform/db/database.ts'

export type MembershipRow = { person_id: string; team_id: string; team_name: string; role: TeamRole }

const memberships = sql`select m.person_id, m.team_id, t.name as team_name, m.role
  from team_members m join teams t on t.id = m.team_id and t.archived_at is null`

export async function membershipsOf(db: Db, personId: string): Promise<MembershipRow[]> {
  const { rows } = await sql<MembershipRow>`
    ${memberships} where m.person_id = ${personId} order by lower(t.name), t.id`.execute(db)
  return rows
}

/** Of everybody (null), or of the members of these teams with all their memberships. */
export async function membershipsOfMany(db: Db, teamIds: readonly string[] | null): Promise<MembershipRow[]> {
  const whose =
    teamIds === null
      ? sql`true`
      : sql`m.person_id in (select person_id from team_members where team_id = any(${teamIds}::uuid[]))`
  const { rows } = await sql<MembershipRow>`
    ${memberships} where ${whose} order by m.person_id, lower(t.name), t.id`.execute(db)
  return rows
}

export async function listMembers(db: Db, teamId: string): Promise<{ person_id: string; role: TeamRole }[]> {
  const { rows } = await sql<{ person_id: string; role: TeamRole }>`
    select person_id, role from team_members where team_id = ${teamId} order by added_at, person_id`.execute(db)
  return rows
}

export async function leadsOf(db: Db, teamId: string): Promise<string[]> {
  return (await listMembers(db, teamId)).filter(({ role }) => role === 'lead').map(({ person_id }) => person_id)
}

export async function findRole(db: Db, teamId: string, personId: string): Promise<TeamRole | null> {
  const { rows } = await sql<{ role: TeamRole }>`
    select role from team_members where team_id = ${teamId} and person_id = ${personId} for update`.execute(db)
  return rows[0]?.role ?? null
}

export async function putMember(tx: Tx, member: { teamId: string; personId: string; role: TeamRole; at: Date }) {
  await sql`insert into team_members (team_id, person_id, role, added_at)
    select id, ${member.personId}, ${member.role}, ${member.at} from teams where id = ${member.teamId} and archived_at is null
    on conflict (team_id, person_id) do update set role = excluded.role`.execute(tx)
}

export async function deleteMember(tx: Tx, teamId: string, personId: string): Promise<void> {
  await sql`delete from team_members where team_id = ${teamId} and person_id = ${personId}`.execute(tx)
}
