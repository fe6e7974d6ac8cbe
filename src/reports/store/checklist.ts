import { sql } from 'kysely'
import type { Db } from '../../platform/db/database.ts'

export type ChecklistRow = {
  team: boolean
  adminKey: boolean
  binding: boolean
  firstCosts: boolean
  threshold: boolean
  channel: boolean
  firstTeamId: string | null
  firstProjectId: string | null
}

export async function checklistOf(db: Db): Promise<ChecklistRow> {
  const { rows } = await sql<ChecklistRow>`
    select exists (select from teams) as team, exists (select from admin_keys) as "adminKey",
      exists (select from bindings) as binding, exists (select from project_days) as "firstCosts",
      exists (select from thresholds where removed_at is null) as threshold, exists (select from channels) as channel,
      (select id from teams where archived_at is null order by created_at limit 1) as "firstTeamId",
      (select id from projects where archived_at is null order by created_at limit 1) as "firstProjectId"`.execute(db)
  const row = rows[0]
  if (!row) throw new Error('the checklist query answers one row')
  return row
}
