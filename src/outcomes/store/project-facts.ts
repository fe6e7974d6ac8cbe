import { sql } from 'kysely'
import { textArray } from '../../platform/db/arrays.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { Scale } from '../feedback.ts'

/** The first scale that a project declares is the one in which it shows its feedback. */
export async function keepFirstScale(tx: Tx, projectId: string, { min, max }: Scale): Promise<void> {
  await sql`
    insert into outcome_scales (project_id, low, high) values (${projectId}, ${min}, ${max})
    on conflict (project_id) do nothing`.execute(tx)
}

export async function counterNames(db: Db, projectId: string): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`
    select name from outcome_counters where project_id = ${projectId}`.execute(db)
  return new Set(rows.map(({ name }) => name))
}

export async function saveCounterNames(tx: Tx, projectId: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  await sql`
    insert into outcome_counters (project_id, name) select ${projectId}, name from unnest(${textArray(names)}::text[]) as name
    on conflict do nothing`.execute(tx)
}

export async function setScale(tx: Tx, projectId: string, { min, max }: Scale): Promise<void> {
  await sql`
    insert into outcome_scales (project_id, low, high) values (${projectId}, ${min}, ${max})
    on conflict (project_id) do update set low = excluded.low, high = excluded.high`.execute(tx)
}
