import { sql } from 'kysely'
import type { Tx } from '../../platform/db/database.ts'

/** Lines, traces, usage, days and sums of an organization, and its part of the workspace's sums. */
export async function deleteReadings(tx: Tx, organizationId: string): Promise<void> {
  const own = sql`(select id from cost_scopes where organization_id = ${organizationId})`
  await sql`
    update workspace_days total set amount = total.amount - gone.amount
    from (select cost_day, currency, sum(amount) as amount from scope_days where scope_id in ${own}
      group by cost_day, currency) as gone
    where gone.cost_day = total.cost_day and gone.currency = total.currency`.execute(tx)
  const series = sql`(select id from usage_series where scope_id in ${own})`
  await sql`delete from usage_minutes where series_id in ${series}`.execute(tx)
  await sql`delete from usage_days where series_id in ${series}`.execute(tx)
  await sql`delete from usage_series where scope_id in ${own}`.execute(tx)
  await sql`delete from usage_readings where organization_id = ${organizationId}`.execute(tx)
  await sql`delete from usage_watermarks where organization_id = ${organizationId}`.execute(tx)
  await sql`delete from usage_polls where organization_id = ${organizationId}`.execute(tx)
  await sql`delete from scope_days where scope_id in ${own}`.execute(tx)
  await sql`delete from billed_changes where scope_id in ${own}`.execute(tx)
  await sql`delete from billed_lines where scope_id in ${own}`.execute(tx)
  await sql`delete from billed_days where organization_id = ${organizationId}`.execute(tx)
}
