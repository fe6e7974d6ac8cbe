import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

export type ActionRow = {
  id: string
  at: Date
  kind: string
  actorName: string
  subject: string
  teamId: string | null
  projectId: string | null
  reason: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

export type ActionFilter = {
  /** Null: all, also those of no team. */
  teamIds: readonly string[] | null
  teamId: string | undefined
  projectId: string | undefined
  before: { at: Date; id: string } | null
  limit: number
}

export async function listActions(db: Db, filter: ActionFilter): Promise<ActionRow[]> {
  const { before } = filter
  const { rows } = await sql<ActionRow>`
    select id, at, kind, actor_name as "actorName", subject, team_id as "teamId", project_id as "projectId", reason, before, after
    from actions
    where (${filter.teamIds}::uuid[] is null or team_id = any(${filter.teamIds}::uuid[]))
      and (${filter.teamId ?? null}::uuid is null or team_id = ${filter.teamId ?? null})
      and (${filter.projectId ?? null}::uuid is null or project_id = ${filter.projectId ?? null})
      and (${before?.at ?? null}::timestamptz is null or (at, id) < (${before?.at ?? null}, ${before?.id ?? null}::uuid))
    order by at desc, id desc limit ${filter.limit}`.execute(db)
  return rows
}
