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
    existing as (select line.* from ${linesOfDays(change.organizationId, change.days)}),
    difference as (
      select scope_id, cost_day, line_item_id, currency, existing.amount as previous,
        coalesce(incoming.amount, 0) as amount, incoming.quantity
      from incoming full join existing using (scope_id, cost_day, line_item_id, currency)
      where existing.amount is distinct from coalesce(incoming.amount, 0)
        or (incoming.amount is not null and existing.quantity is distinct from incoming.quantity)),
    trace as (
      insert into billed_changes (scope_id, cost_day, line_item_id, currency, previous, amount, changed_at)
      select scope_id, cost_day, line_item_id, currency, previous, amount, ${change.at} from difference
      where previous is distinct from amount and (previous is not null or amount <> 0)),
    written as (
      insert into billed_lines (scope_id, cost_day, line_item_id, currency, amount, quantity)
      select scope_id, cost_day, line_item_id, currency, amount, quantity from difference
      on conflict (scope_id, cost_day, line_item_id, currency)
      do update set amount = excluded.amount, quantity = excluded.quantity)
    select cost_day as day, count(*) as lines from difference where previous is distinct from amount
    group by cost_day`.execute(tx)
  return rows
}

function incoming(lines: NumberedLines) {
  return sql`unnest(${arrayOf(lines.scopeIds)}::int[], ${arrayOf(lines.days)}::date[], ${arrayOf(lines.lineItemIds)}::int[],
    ${arrayOf(lines.currencies.map(quoted))}::text[], ${arrayOf(lines.amounts)}::numeric[],
    ${arrayOf(lines.quantities.map((quantity) => quantity ?? 'null'))}::numeric[])`
}

// The driver's own way tests, quotes and escapes every element; these are numbers and days, millions of them.
function arrayOf(elements: readonly (string | number)[]): string {
  return `{${elements.join(',')}}`
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

/**
 * The lines of some days of an organization as `line`, found scope by scope through the primary key. There is no index
 * by day, and a plain join would read the whole table where the planner's statistics are old.
 */
export function linesOfDays(organizationId: string, days: readonly CostDay[]) {
  const sorted = days.toSorted()
  return sql`cost_scopes scope cross join lateral (
    select * from billed_lines known
    where known.scope_id = scope.id and known.cost_day between ${sorted[0] ?? null} and ${sorted.at(-1) ?? null}
      and known.cost_day = any(${days}::date[]) offset 0) as line
    where scope.organization_id = ${organizationId}`
}
