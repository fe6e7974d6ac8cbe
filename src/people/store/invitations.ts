import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { TeamRole, WorkspaceRole } from '../api.ts'

export type InvitationRow = {
  id: string
  email: string
  role: WorkspaceRole
  teams: { teamId: string; role: TeamRole }[]
  invitedBy: string
  createdAt: Date
  expiresAt: Date
}

const columns = sql`i.id, i.email, i.role, p.name as "invitedBy", i.created_at as "createdAt",
  i.expires_at as "expiresAt", coalesce((select jsonb_agg(jsonb_build_object('teamId', t.team_id, 'role', t.role))
    from invitation_teams t where t.invitation_id = i.id), '[]') as teams`
const open = (at: Date) => sql`i.accepted_at is null and i.withdrawn_at is null and i.expires_at > ${at}`

export async function listOpenInvitations(db: Db, at: Date): Promise<InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`
    select ${columns} from invitations i join people p on p.id = i.invited_by_id
    where ${open(at)} order by i.created_at desc, i.id`.execute(db)
  return rows
}

export async function findOpenInvitation(db: Db, id: string, at: Date): Promise<InvitationRow | null> {
  const { rows } = await sql<InvitationRow>`
    select ${columns} from invitations i join people p on p.id = i.invited_by_id
    where i.id = ${id} and ${open(at)}`.execute(db)
  return rows[0] ?? null
}

export async function findInvitationByToken(db: Db, hash: string, at: Date): Promise<InvitationRow | null> {
  const { rows } = await sql<InvitationRow>`
    select ${columns} from invitations i join people p on p.id = i.invited_by_id
    where i.token_hash = ${hash} and ${open(at)}`.execute(db)
  return rows[0] ?? null
}

export type NewInvitationRow = {
  hash: string
  email: string
  role: WorkspaceRole
  teams: readonly { teamId: string; role: TeamRole }[]
  invitedById: string
  createdAt: Date
  expiresAt: Date
}

export async function insertInvitation(tx: Tx, row: NewInvitationRow): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into invitations (token_hash, email, role, invited_by_id, created_at, expires_at)
    values (${row.hash}, ${row.email}, ${row.role}, ${row.invitedById}, ${row.createdAt}, ${row.expiresAt})
    returning id`.execute(tx)
  const id = rows[0]?.id ?? ''
  await sql`
    insert into invitation_teams (invitation_id, team_id, role)
    select ${id}::uuid, t.team_id, t.role
    from unnest(${row.teams.map((team) => team.teamId)}::uuid[], ${row.teams.map((team) => team.role)}::text[])
      as t (team_id, role)`.execute(tx)
  return id
}

/** Uses the invitation up; of two acceptances at once the second gets false. */
export async function takeInvitation(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    update invitations i set accepted_at = ${at} where i.id = ${id} and ${open(at)} returning i.id`.execute(tx)
  return rows.length === 1
}

export async function withdrawInvitation(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    update invitations i set withdrawn_at = ${at} where i.id = ${id} and ${open(at)} returning i.id`.execute(tx)
  return rows.length === 1
}

/** Used, withdrawn or expired: each of them is past its end by then. */
export async function deleteInvitationsExpiredBefore(db: Db, before: Date): Promise<void> {
  await sql`delete from invitations where expires_at < ${before}`.execute(db)
}

/** Who loses a right takes along the invitations given with it. */
export async function withdrawInvitationsOf(tx: Tx, personId: string, at: Date): Promise<void> {
  await sql`
    update invitations i set withdrawn_at = ${at} where i.invited_by_id = ${personId} and ${open(at)}`.execute(tx)
}

/** The same for one team; a workspace's admin may still invite into it. */
export async function withdrawInvitationsInto(
  tx: Tx,
  { personId, teamId, at }: { personId: string; teamId: string; at: Date },
): Promise<void> {
  await sql`
    update invitations i set withdrawn_at = ${at}
    where i.invited_by_id = ${personId} and ${open(at)}
      and exists (select from invitation_teams t where t.invitation_id = i.id and t.team_id = ${teamId})
      and exists (select from people p where p.id = i.invited_by_id and p.role = 'member')`.execute(tx)
}
