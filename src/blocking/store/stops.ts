import { sql } from 'kysely'
import type { Db } from '../../platform/db/database.ts'

/** An open block that lets nothing through. projectId null: the whole team. */
export type Stop = {
  blockId: string
  teamId: string
  projectId: string | null
  /** Of the project, or of the team. */
  name: string
  reason: string
  requestedByName: string
}

/** What calls are refused by. A project that is only slowed calls on. */
export async function openStops(db: Db): Promise<Stop[]> {
  const { rows } = await sql<Stop>`
    select b.id as "blockId", b.team_id as "teamId", b.project_id as "projectId", coalesce(p.name, t.name) as name,
      b.reason, b.requested_by_name as "requestedByName"
    from blocks b join teams t on t.id = b.team_id left join projects p on p.id = b.project_id
    where b.state = 'open' and b.grade = 'stop' order by b.created_at, b.id`.execute(db)
  return rows
}
