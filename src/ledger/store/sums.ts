import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Tx } from '../../platform/db/database.ts'
import { chosenAmount } from './choose.ts'
import { linesOfDays } from './lines.ts'
import { meteredDays } from './metered-days.ts'

const LEDGER_LOCK = 7_310_002

/** The ledger has one writer at a time, over all processes; sums are differences and must not interleave. */
export async function lockLedger(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LEDGER_LOCK})`.execute(tx)
}

/** The bill of some days by scope, from its lines; what is estimated stays. The days are marked as read before. */
export async function sumBilled(tx: Tx, organizationId: string, days: readonly CostDay[]): Promise<void> {
  await sql`
    insert into scope_days (scope_id, cost_day, currency, billed, amount)
    select line.scope_id, line.cost_day, line.currency, sum(line.amount), sum(line.amount)
    from ${linesOfDays(organizationId, days)}
    group by line.scope_id, line.cost_day, line.currency
    on conflict (scope_id, cost_day, currency) do update set billed = excluded.billed
    where scope_days.billed is distinct from excluded.billed`.execute(tx)
  await choose(tx, organizationId, days)
  await sumWorkspace(tx, days)
}

/** Where the bill of a day was read and does not name a scope, that scope is billed nothing: known, and not unknown. */
async function choose(tx: Tx, organizationId: string, days: readonly CostDay[]): Promise<void> {
  const billed = 'coalesce(sum.billed, 0)'
  const amount = chosenAmount({ settled: 'read.settled', billed, estimated: 'sum.estimated' })
  await sql`
    update scope_days kept set billed = ${sql.raw(billed)}, amount = ${amount}
    from scope_days sum join cost_scopes scope on scope.id = sum.scope_id
    join billed_days read on read.organization_id = scope.organization_id and read.cost_day = sum.cost_day
    where scope.organization_id = ${organizationId} and sum.cost_day = any(${days}::date[]) and sum.estimated is not null
      and kept.scope_id = sum.scope_id and kept.cost_day = sum.cost_day and kept.currency = sum.currency`.execute(tx)
  await sql`
    update scope_days sum set amount = sum.billed from cost_scopes scope
    where scope.id = sum.scope_id and scope.organization_id = ${organizationId} and sum.cost_day = any(${days}::date[])
      and sum.estimated is null and sum.amount is distinct from sum.billed`.execute(tx)
}

/** All scopes, and what calls are ahead of them. */
export async function sumWorkspace(tx: Tx, days: readonly CostDay[]): Promise<void> {
  await sql`delete from workspace_days where cost_day = any(${days}::date[])`.execute(tx)
  await sql`
    insert into workspace_days (cost_day, currency, amount)
    select cost_day, currency, sum(amount) from (
      select cost_day, currency, amount from scope_days where cost_day = any(${days}::date[])
      union all
      select cost_day, currency, ahead from project_days where cost_day = any(${days}::date[]) and ahead <> 0) as parts
    group by cost_day, currency`.execute(tx)
}

/**
 * Sums the scopes of each project by who held them on each day, with what its calls are ahead of them. `days: null` means
 * all days. The sums above follow by difference: what leaves a project is taken off its team of that day, and off the
 * workspace where only calls knew of it; what comes is added.
 */
export async function sumProjects(
  tx: Tx,
  projectIds: readonly string[],
  days: readonly CostDay[] | null,
): Promise<void> {
  if (projectIds.length === 0) return
  const on = (column: string) => (days === null ? sql`true` : sql`${sql.ref(column)} = any(${days}::date[])`)
  await sql`
    with gone as (
      delete from project_days where project_id = any(${projectIds}::uuid[]) and ${on('project_days.cost_day')}
      returning team_id, cost_day, currency, -amount as amount, -ahead as ahead)
    ${addToSums('gone')}`.execute(tx)
  await sql`
    with scoped as (
      select held.project_id, sum.cost_day, sum.currency, sum(sum.amount) as amount, sum(sum.billed) as billed,
        sum(sum.estimated) as estimated, bool_or(sum.unpriced) as unpriced,
        coalesce(sum(sum.amount) filter (where read.settled is not true), 0) as open_amount,
        coalesce(sum(sum.estimated) filter (where read.settled is not true), 0) as open_estimated
      from attribution held
      join cost_scopes scope on scope.organization_id = held.organization_id and scope.external_id = held.external_id
      join scope_days sum on sum.scope_id = scope.id
        and sum.cost_day >= held.from_day and (held.to_day is null or sum.cost_day < held.to_day)
      left join billed_days read on read.organization_id = held.organization_id and read.cost_day = sum.cost_day
      where held.project_id = any(${projectIds}::uuid[]) and ${on('sum.cost_day')}
      group by held.project_id, sum.cost_day, sum.currency),
    metered as (${meteredDays(projectIds, on('day.cost_day'))}),
    summed as (
      select project_id, cost_day, currency, coalesce(scoped.amount, 0) as amount, scoped.billed, scoped.estimated,
        coalesce(scoped.unpriced, false) or coalesce(metered.unpriced, false) as unpriced, metered.cost as metered,
        case when metered.after > 0 then
          greatest(0, coalesce(scoped.open_estimated, 0) + metered.after - coalesce(scoped.open_amount, 0))
        else 0 end as ahead
      from scoped full join metered using (project_id, cost_day, currency)),
    come as (
      insert into project_days
        (project_id, cost_day, currency, team_id, amount, billed, estimated, unpriced, metered, ahead)
      select summed.project_id, summed.cost_day, summed.currency, home.team_id, summed.amount + summed.ahead, summed.billed,
        summed.estimated, summed.unpriced, summed.metered, summed.ahead
      from summed join project_team_days home on home.project_id = summed.project_id
        and summed.cost_day >= home.from_day and (home.to_day is null or summed.cost_day < home.to_day)
      returning team_id, cost_day, currency, amount, ahead)
    ${addToSums('come')}`.execute(tx)
}

/** `from`: days of projects as a table `team_id, cost_day, currency, amount, ahead`. */
function addToSums(from: 'gone' | 'come') {
  return sql`,
    whole as (
      insert into workspace_days (cost_day, currency, amount)
      select cost_day, currency, sum(ahead) from ${sql.raw(from)} where ahead <> 0 group by cost_day, currency
      on conflict (cost_day, currency) do update set amount = workspace_days.amount + excluded.amount)
    insert into team_days (team_id, cost_day, currency, amount)
    select team_id, cost_day, currency, sum(amount) from ${sql.raw(from)} group by team_id, cost_day, currency
    on conflict (team_id, cost_day, currency) do update set amount = team_days.amount + excluded.amount`
}

export async function projectsOf(
  tx: Tx,
  organizationId: string,
  externalIds: readonly string[] | null,
): Promise<string[]> {
  const which = externalIds === null ? sql`true` : sql`external_id = any(${externalIds}::text[])`
  const { rows } = await sql<{ id: string }>`
    select distinct project_id as id from attribution
    where organization_id = ${organizationId} and ${which}`.execute(tx)
  return rows.map((row) => row.id)
}

/** What the bill says. */
export async function costOf(
  tx: Tx,
  organizationId: string,
  days: readonly CostDay[],
): Promise<Record<string, string>> {
  const { rows } = await sql<{ currency: string; amount: string }>`
    select sum.currency, sum(sum.billed)::text as amount
    from scope_days sum join cost_scopes scope on scope.id = sum.scope_id
    where scope.organization_id = ${organizationId} and sum.cost_day = any(${days}::date[]) and sum.billed is not null
    group by sum.currency`.execute(tx)
  return Object.fromEntries(rows.map((row) => [row.currency, row.amount]))
}
