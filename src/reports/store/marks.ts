import { sql } from 'kysely'
import { type CostDay, startOfDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'

export type MarkRow = {
  at: Date
  kind: string
  subject: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** What may bend the line of a project's spend: its own actions, and those on the keys that read it. */
const OF_THE_PROJECT = ['threshold', 'block', 'binding', 'api-key', 'project', 'model'] as const
const OF_THE_TEAM = ['admin-key', 'block'] as const
const MARKS_SHOWN = 200

export async function marksOf(
  db: Db,
  teamIds: readonly string[] | null,
  project: { id: string; teamId: string },
  from: CostDay,
): Promise<MarkRow[]> {
  const { rows } = await sql<MarkRow>`
    select at, kind, subject, before, after from actions
    where at >= ${startOfDay(from)} and (${teamIds}::uuid[] is null or team_id = any(${teamIds}::uuid[]))
      and (project_id = ${project.id} and split_part(kind, '.', 1) = any(${[...OF_THE_PROJECT]}::text[])
        or project_id is null and team_id = ${project.teamId}
          and split_part(kind, '.', 1) = any(${[...OF_THE_TEAM]}::text[]))
    order by at desc, id desc limit ${MARKS_SHOWN}`.execute(db)
  return rows.toReversed()
}
