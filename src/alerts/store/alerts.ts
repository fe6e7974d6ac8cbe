import { sql } from 'kysely'
import type { Cause } from '../../causes/index.ts'
import type { Db, Tx } from '../../platform/db/database.ts'

export type AlertKind =
  | 'crossed'
  | 'reminder'
  | 'over'
  | 'no-data'
  | 'key-broken'
  | 'price-unknown'
  | 'poll-overdue'
  | 'poll-resumed'

export type AlertRow = {
  key: string
  kind: AlertKind
  teamId: string | null
  projectId: string | null
  breachId: string | null
  percent: number | null
  detectedAt: Date
  queuedAt: Date
  headline: string
  cause: Cause | null
}

/** False when the key is known. Of two processes at once the second waits here for the first to end. */
export async function insertAlert(tx: Tx, row: AlertRow): Promise<boolean> {
  const { rows } = await sql`
    insert into alerts (key, kind, team_id, project_id, breach_id, percent, detected_at, queued_at, headline, cause)
    values (${row.key}, ${row.kind}, ${row.teamId}, ${row.projectId}, ${row.breachId}, ${row.percent}, ${row.detectedAt},
      ${row.queuedAt}, ${row.headline}, ${row.cause && JSON.stringify(row.cause)})
    on conflict do nothing returning key`.execute(tx)
  return rows.length === 1
}

/** How often a breach was told, and the highest level among it. */
export async function toldCrossings(tx: Tx, breachId: string): Promise<{ count: number; highest: number }> {
  const { rows } = await sql<{ count: number; highest: number }>`
    select count(*) as count, coalesce(max(percent), 0) as highest from alerts
    where breach_id = ${breachId} and kind = 'crossed'`.execute(tx)
  return rows[0] ?? { count: 0, highest: 0 }
}

/** What was told of a breach, in order, to the team that answers for it now: another one may have had the project before. */
export async function toldCauses(
  db: Db,
  breachId: string,
): Promise<Pick<AlertRow, 'queuedAt' | 'cause' | 'percent'>[]> {
  const { rows } = await sql<Pick<AlertRow, 'queuedAt' | 'cause' | 'percent'>>`
    select queued_at as "queuedAt", cause, percent from alerts
    where breach_id = ${breachId} and kind = 'crossed' and team_id = (select team_id from breaches where id = ${breachId})
    order by queued_at, percent`.execute(db)
  return rows
}
