import { type RawBuilder, sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'

// Lines of a bill that belong to a project: its scopes, on the days on which it held them. Naming its ids keeps the view
// from going through the bindings of all projects.
const heldBy = (projectId: string) => sql`
  attribution held join cost_scopes scope
    on scope.organization_id = held.organization_id and scope.external_id = held.external_id
    and held.project_id = ${projectId}
    and held.external_id = any(array(select external_id from bindings where project_id = ${projectId}))`

// Whoever does not see all teams sees the days on which the project was in one of theirs.
const seenBy = (teamIds: readonly string[] | null, projectId: string, day: RawBuilder<unknown>) =>
  teamIds === null
    ? sql``
    : sql`join project_team_days home on home.project_id = ${projectId} and home.team_id = any(${teamIds}::uuid[])
        and ${day} >= home.from_day and (home.to_day is null or ${day} < home.to_day)`

export type LineItemRow = { lineItem: string | null; currency: string; amount: string; previous: string | null }

export async function lineItemsOf(
  db: Db,
  teamIds: readonly string[] | null,
  projectId: string,
  span: { from: CostDay; to: CostDay; previousFrom: CostDay },
): Promise<LineItemRow[]> {
  const { rows } = await sql<LineItemRow>`
    select item.name as "lineItem", line.currency,
      coalesce(sum(line.amount) filter (where line.cost_day >= ${span.from}), 0)::text as amount,
      (sum(line.amount) filter (where line.cost_day < ${span.from}))::text as previous
    from ${heldBy(projectId)}
    join billed_lines line on line.scope_id = scope.id and line.cost_day between ${span.previousFrom} and ${span.to}
      and line.cost_day >= held.from_day and (held.to_day is null or line.cost_day < held.to_day)
    ${seenBy(teamIds, projectId, sql`line.cost_day`)}
    join cost_line_items item on item.id = line.line_item_id
    group by item.name, line.currency
    order by sum(line.amount) filter (where line.cost_day >= ${span.from}) desc nulls last, item.name`.execute(db)
  return rows
}

export type RestatementRow = {
  day: CostDay
  lineItem: string | null
  externalId: string | null
  currency: string
  previous: string | null
  amount: string
  changedAt: Date
}

const RESTATEMENTS_SHOWN = 50

/** A bill that fills up while its day is open, and for a day after, is no correction; the traces of that stay in the ledger. */
const CORRECTED_AFTER = sql`(change.cost_day + 2)::timestamp at time zone 'UTC'`

export async function restatementsOf(
  db: Db,
  teamIds: readonly string[] | null,
  projectId: string,
): Promise<RestatementRow[]> {
  const { rows } = await sql<RestatementRow>`
    select change.cost_day as day, item.name as "lineItem", scope.external_id as "externalId", change.currency,
      change.previous::text as previous, change.amount::text as amount, change.changed_at as "changedAt"
    from ${heldBy(projectId)}
    join billed_changes change on change.scope_id = scope.id
      and change.cost_day >= held.from_day and (held.to_day is null or change.cost_day < held.to_day)
    ${seenBy(teamIds, projectId, sql`change.cost_day`)}
    join cost_line_items item on item.id = change.line_item_id
    where change.changed_at >= ${CORRECTED_AFTER}
    order by change.changed_at desc, change.id desc limit ${RESTATEMENTS_SHOWN}`.execute(db)
  return rows
}

export type UnboundRow = {
  organizationId: string
  externalId: string | null
  name: string | null
  archived: boolean
  currency: string
  day: CostDay
  amount: string
}

/** What no binding covers, by scope and day. */
export async function unboundDays(db: Db, from: CostDay, to: CostDay): Promise<UnboundRow[]> {
  const { rows } = await sql<UnboundRow>`
    select scope.organization_id as "organizationId", scope.external_id as "externalId", known.name,
      coalesce(known.archived, false) as archived, sum.currency, sum.cost_day as day, sum.amount::text as amount
    from scope_days sum join cost_scopes scope on scope.id = sum.scope_id
    left join organization_projects known on known.external_id = scope.external_id
    where sum.cost_day between ${from} and ${to} and sum.amount <> 0
      and not exists (select from attribution held
        where held.organization_id = scope.organization_id and held.external_id = scope.external_id
          and sum.cost_day >= held.from_day and (held.to_day is null or sum.cost_day < held.to_day))`.execute(db)
  return rows
}

export type ExportRow = {
  cost_day: CostDay
  team: string | null
  project: string | null
  provider_project_id: string | null
  provider_project_name: string | null
  line_item: string | null
  currency: string
  amount: string
  basis: string
}

/** The lines of one cost day with whose they are; teams see their own, admins (null) everything. */
export async function exportDay(
  db: Db,
  wanted: { day: CostDay; today: CostDay; teamIds: readonly string[] | null },
): Promise<ExportRow[]> {
  const { day } = wanted
  const { rows } = await sql<ExportRow>`
    select line.cost_day, team.name as team, project.name as project, scope.external_id as provider_project_id,
      known.name as provider_project_name, item.name as line_item, line.currency, line.amount::text as amount,
      case when line.cost_day >= ${wanted.today} then 'estimated' when read.settled then 'settled' else 'provisional' end as basis
    from billed_lines line
    join cost_scopes scope on scope.id = line.scope_id
    join cost_line_items item on item.id = line.line_item_id
    join billed_days read on read.organization_id = scope.organization_id and read.cost_day = line.cost_day
    left join organization_projects known on known.external_id = scope.external_id
    left join attribution held on held.organization_id = scope.organization_id and held.external_id = scope.external_id
      and ${day}::date >= held.from_day and (held.to_day is null or ${day}::date < held.to_day)
    left join project_team_days home on home.project_id = held.project_id
      and ${day}::date >= home.from_day and (home.to_day is null or ${day}::date < home.to_day)
    left join projects project on project.id = held.project_id
    left join teams team on team.id = home.team_id
    where line.cost_day = ${day} and (${wanted.teamIds}::uuid[] is null or home.team_id = any(${wanted.teamIds}::uuid[]))
    order by team.name nulls last, project.name, scope.external_id, item.name, line.currency`.execute(db)
  return rows
}
