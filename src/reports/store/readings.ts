import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import type { DayReading } from '../figures.ts'

/** Which organizations a figure depends on: all, those of some teams, or those of one project. */
export type Reach = { teamIds: readonly string[] | null; projectId?: string }

type Row = { day: CostDay; settled: boolean; read: number; expected: number }

/**
 * How each day was read. A day counts for an organization from its first read day on, for as long as a live team has a
 * key that is not set aside (a broken one reads again once it is replaced), else up to its last read day. Where one of
 * several organizations is missing, the day is known in part and not complete.
 */
export async function readingsOf(
  db: Db,
  reach: Reach,
  span: { from: CostDay; to: CostDay; today: CostDay },
): Promise<Map<CostDay, DayReading>> {
  const { rows } = await sql<Row>`
    with reached as (${organizationsOf(reach)}),
    due as (
      select (select min(cost_day) from billed_days where organization_id = reached.id) as first_day,
        case when exists (select from admin_keys key join teams team on team.id = key.team_id
          where key.organization_id = reached.id and key.state <> 'inactive' and team.archived_at is null)
          then 'infinity' else (select max(cost_day) from billed_days where organization_id = reached.id) end as last_day
      from reached)
    select read.cost_day as day, bool_and(read.settled) as settled, count(*) as read,
      (select count(*) from due where read.cost_day between due.first_day and due.last_day) as expected
    from billed_days read join reached on reached.id = read.organization_id
    where read.cost_day between ${span.from} and ${span.to}
    group by read.cost_day`.execute(db)
  return new Map(rows.map((row) => [row.day, readingOf(row, span.today)]))
}

function readingOf(row: Row, today: CostDay): DayReading {
  const isComplete = row.read >= row.expected
  if (row.day >= today) return { basis: 'estimated', isComplete }
  return { basis: row.settled && isComplete ? 'settled' : 'provisional', isComplete }
}

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

/** Those of some projects of whose organizations at least one has been read for a day: for the others it is unknown. */
export async function projectsReadOn(
  db: Db,
  projectIds: readonly string[],
  day: CostDay,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select distinct held.project_id as id
    from bindings held join billed_days read on read.organization_id = held.organization_id and read.cost_day = ${day}
    where held.project_id = any(${projectIds}::uuid[])`.execute(db)
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

export async function freshnessOf(db: Db, reach: Reach, today: CostDay): Promise<FreshnessRow> {
  const { rows } = await sql<FreshnessRow>`
    with recent as (
      select read.cost_day, bool_and(read.settled) as settled, max(read.last_read_at) as read_at
      from billed_days read join (${organizationsOf(reach)}) as reached on reached.id = read.organization_id
      where read.cost_day between ${today}::date - ${RECENT_DAYS}::int and ${today}
      group by read.cost_day)
    select max(cost_day) filter (where settled and cost_day < ${today}) as "settledUntil",
      min(cost_day) filter (where not settled and cost_day < ${today}) as "provisionalFrom",
      max(cost_day) filter (where not settled and cost_day < ${today}) as "provisionalUntil",
      max(cost_day) filter (where cost_day >= ${today}) as "estimatedDay",
      max(read_at) filter (where cost_day >= ${today}) as "estimatedAt", max(read_at) as "lastCollectedAt"
    from recent`.execute(db)
  const row = rows[0]
  return (
    row ?? {
      settledUntil: null,
      provisionalFrom: null,
      provisionalUntil: null,
      estimatedDay: null,
      estimatedAt: null,
      lastCollectedAt: null,
    }
  )
}
