import { type RawBuilder, sql } from 'kysely'
import { addDays, type CostDay, startOfDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import type { DayReading } from '../figures.ts'

/** Which organizations a figure depends on: all, those of some teams, or those of one project. */
export type Reach = { teamIds: readonly string[] | null; projectId?: string }

type Row = { day: CostDay; billed: number; settled: boolean; read: number; expected: number }

/**
 * How each day was read. A day counts for an organization from its first read day on, for as long as a live team has a
 * key that is not set aside (a broken one reads again once it is replaced), else up to its last read day. Where one of
 * several organizations is missing, the day is known in part and not complete. Usage stands in for a bill that has not come,
 * and where nobody reads anything, calls that came through us.
 */
export async function readingsOf(
  db: Db,
  reach: Reach,
  span: { from: CostDay; to: CostDay; today: CostDay },
): Promise<Map<CostDay, DayReading>> {
  const { rows } = await sql<Row>`
    with reached as (${organizationsOf(reach)}),
    due as (
      select reached.id, (select min(cost_day) from billed_days where organization_id = reached.id) as first_day,
        case when ${isExpected(sql`reached.id`)}
          then 'infinity' else (select max(cost_day) from billed_days where organization_id = reached.id) end as last_day
      from reached),
    read as (
      select bill.organization_id, bill.cost_day, bill.settled from billed_days bill join reached on reached.id = bill.organization_id
      where bill.cost_day between ${span.from} and ${span.to}
      union all
      select used.organization_id, used.cost_day, null from (${usedDays(span)}) as used
      where not exists (select from billed_days bill
        where bill.organization_id = used.organization_id and bill.cost_day = used.cost_day)
      union all
      select distinct null::uuid, called.cost_day, null::boolean from metered_days called
      where called.cost_day between ${span.from} and ${span.to} and ${callsOf(reach)})
    select cost_day as day, count(settled) as billed, coalesce(bool_and(settled), false) as settled,
      count(organization_id) as read,
      (select count(*) from due where read.cost_day between due.first_day and due.last_day) as expected
    from read group by cost_day`.execute(db)
  return new Map(rows.map((row) => [row.day, readingOf(row, span.today)]))
}

function readingOf(row: Row, today: CostDay): DayReading {
  const isComplete = row.read >= row.expected
  if (row.day >= today) return { basis: 'estimated', isComplete }
  const isBilled = row.billed === row.read
  return { basis: row.settled && isBilled && isComplete ? 'settled' : 'provisional', isComplete }
}

/** Somebody still wants it read: a live team has a key of it that is not set aside. */
export const isExpected = (organizationId: RawBuilder<unknown>) => sql`exists (
  select from admin_keys key join teams team on team.id = key.team_id
  where key.organization_id = ${organizationId} and key.state <> 'inactive' and team.archived_at is null)`

/**
 * Days of the reached organizations whose usage was read: those told as whole days, the running one, and the one before,
 * which a poll reaches back to until it is told as a whole.
 */
export const usedDays = (span: { from: CostDay; to: CostDay; today: CostDay }) => sql`
  select told.organization_id, (told.starts_at at time zone 'UTC')::date as cost_day
  from usage_readings told join reached on reached.id = told.organization_id
  where told.span = 1440 and told.starts_at >= ${startOfDay(span.from)} and told.starts_at <= ${startOfDay(span.to)}
  union
  select polled.organization_id, ${span.today}::date - back from usage_watermarks polled
  join reached on reached.id = polled.organization_id cross join generate_series(0, 1) back
  where polled.requested_at >= ${startOfDay(addDays(span.today, -1))} and (back = 1 or polled.requested_at >= ${startOfDay(span.today)})`

function organizationsOf(reach: Reach) {
  if (reach.projectId) {
    return sql`select distinct organization_id as id from bindings where project_id = ${reach.projectId}`
  }
  if (reach.teamIds === null) return sql`select id from organizations`
  return sql`
    select organization_id as id from admin_keys where team_id = any(${reach.teamIds}::uuid[])
    union select held.organization_id from bindings held join project_teams home on home.project_id = held.project_id
    where home.team_id = any(${reach.teamIds}::uuid[])`
}

/** Whether a row of `metered_days called` is of what is looked at. */
function callsOf({ projectId, teamIds }: Reach) {
  if (projectId) return sql`called.project_id = ${projectId}`
  if (teamIds === null) return sql`true`
  return sql`called.project_id in (
    select home.project_id from project_teams home where home.team_id = any(${teamIds}::uuid[]))`
}

/** Those of some projects of whose organizations one has been read for the running day, or with calls of their own: for the others it is unknown. */
export async function projectsReadOn(
  db: Db,
  projectIds: readonly string[],
  today: CostDay,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select distinct held.project_id as id from bindings held
    where held.project_id = any(${projectIds}::uuid[]) and held.organization_id in (
      select organization_id from billed_days where cost_day = ${today}
      union select organization_id from usage_watermarks where requested_at >= ${startOfDay(today)})
    union select called.project_id from metered_days called
    where called.project_id = any(${projectIds}::uuid[]) and called.cost_day = ${today}`.execute(db)
  return new Set(rows.map((row) => row.id))
}

export type FreshnessRow = {
  settledUntil: CostDay | null
  provisionalFrom: CostDay | null
  provisionalUntil: CostDay | null
  estimatedDay: CostDay | null
  estimatedAt: Date | null
  lastCollectedAt: Date | null
}

const RECENT_DAYS = 60
const UNREAD: FreshnessRow = {
  settledUntil: null,
  provisionalFrom: null,
  provisionalUntil: null,
  estimatedDay: null,
  estimatedAt: null,
  lastCollectedAt: null,
}

/**
 * Today's age is that of the organization that was read least recently among those that somebody wants read; where there is
 * none, that of the newest call.
 */
export async function freshnessOf(db: Db, reach: Reach, today: CostDay): Promise<FreshnessRow> {
  const { rows } = await sql<FreshnessRow>`
    with reached as (${organizationsOf(reach)}),
    recent as (
      select read.cost_day, bool_and(read.settled) as settled, max(read.last_read_at) as read_at
      from billed_days read join reached on reached.id = read.organization_id
      where read.cost_day between ${today}::date - ${RECENT_DAYS}::int and ${today}
      group by read.cost_day),
    running as (
      select greatest(
        (select last_read_at from billed_days where organization_id = reached.id and cost_day = ${today}),
        (select max(requested_at) from usage_watermarks
          where organization_id = reached.id and requested_at >= ${startOfDay(today)})) as read_at
      from reached where ${isExpected(sql`reached.id`)}
      union all
      select max(call.minute) from metered_days called join metered_minutes call
        on call.project_id = called.project_id and call.kind = called.kind and call.minute >= ${startOfDay(today)}
      where called.cost_day = ${today} and ${callsOf(reach)}
        and not exists (select from reached where ${isExpected(sql`reached.id`)})
      having max(call.minute) is not null)
    select max(cost_day) filter (where settled and cost_day < ${today}) as "settledUntil",
      min(cost_day) filter (where not settled and cost_day < ${today}) as "provisionalFrom",
      max(cost_day) filter (where not settled and cost_day < ${today}) as "provisionalUntil",
      (select ${today}::date from running where read_at is not null limit 1) as "estimatedDay",
      (select min(read_at) from running) as "estimatedAt", max(read_at) as "lastCollectedAt"
    from recent`.execute(db)
  return rows[0] ?? UNREAD
}
