import { sql } from 'kysely'
import type { Tx } from '../../platform/db/database.ts'
import type { Single, Teller, Total } from '../outcome.ts'

/** What was replaced, or removed where there is no `after`. */
export type Replaced = { before: Single; after: Single | null } | { before: Total; after: Total | null }

export async function saveChanges(
  tx: Tx,
  projectId: string,
  changes: readonly Replaced[],
  { source, keyId, personId, name, reason }: Teller,
  at: Date,
): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ before, after }) => ({
    outcome_id: 'id' in before ? before.id : null,
    task: before.task,
    cost_day: before.costDay,
    before,
    after,
  }))
  await sql`
    insert into outcome_changes (project_id, at, outcome_id, task, cost_day, before, after, source, key_id, person_id,
      entered_by, reason)
    select ${projectId}, ${at}, outcome_id, task, cost_day, before, nullif(after, 'null'), ${source}, ${keyId},
      ${personId}, ${name}, ${reason}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given (outcome_id text, task text, cost_day date, before jsonb, after jsonb)`.execute(tx)
}
