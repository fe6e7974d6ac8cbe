import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Tx } from '../../platform/db/database.ts'
import type { NumberedLines } from './names.ts'

/** Writes lines of days that were never read before: nothing can be there, so nothing is compared. */
export async function insertLines(tx: Tx, lines: NumberedLines): Promise<void> {
  await sql`
    insert into billed_lines (scope_id, cost_day, line_item_id, currency, amount, quantity)
    select * from ${incoming(lines)}`.execute(tx)
}

/**
 * Replaces what differs on days read before, with a trace of each difference. A line that the bill no longer names
 * becomes zero. Answers with the days on which anything differed.
 */
export async function replaceLines(
  tx: Tx,
  change: { organizationId: string; days: readonly CostDay[]; lines: NumberedLines; at: Date },
): Promise<{ day: CostDay; lines: number }[]> {
  const { rows } = await sql<{ day: CostDay; lines: number }>`
    with incoming as (select * from ${incoming(change.lines)}
      as line (scope_id, cost_day, line_item_id, currency, amount, quantity)),
    existing as (
      select line.* from billed_lines line join cost_scopes scope on scope.id = line.scope_id
      where scope.organization_id = ${change.organizationId} and line.cost_day = any(${change.days}::date[])),
    difference as (
      select scope_id, cost_day, line_item_id, currency, existing.amount as previous,
        coalesce(incoming.amount, 0) as amount, incoming.quantity
      from incoming full join existing using (scope_id, cost_day, line_item_id, currency)
      where existing.amount is distinct from coalesce(incoming.amount, 0)),
    trace as (
      insert into billed_changes (scope_id, cost_day, line_item_id, currency, previous, amount, changed_at)
      select scope_id, cost_day, line_item_id, currency, previous, amount, ${change.at} from difference
      where previous is not null or amount <> 0),
    written as (
      insert into billed_lines (scope_id, cost_day, line_item_id, currency, amount, quantity)
      select scope_id, cost_day, line_item_id, currency, amount, quantity from difference
      on conflict (scope_id, cost_day, line_item_id, currency)
      do update set amount = excluded.amount, quantity = excluded.quantity)
    select cost_day as day, count(*) as lines from difference group by cost_day`.execute(tx)
  return rows
}

function incoming(lines: NumberedLines) {
  return sql`unnest(${lines.scopeIds}::int[], ${lines.days}::date[], ${lines.lineItemIds}::int[],
    ${lines.currencies}::text[], ${lines.amounts}::numeric[], ${lines.quantities}::numeric[])`
}
