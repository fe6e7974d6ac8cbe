import { sql } from 'kysely'
import type { CostDay } from '../../../platform/cost-day.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Span } from '../../figures.ts'
import { isSeen } from './seen-on.ts'

export type WeekSum = {
  projectId: string
  name: string
  teamId: string
  teamName: string
  bindingCount: number
  /** Null: no day of it has an amount. */
  spend: string | null
  previousSpend: string | null
  calls: number
  unpriced: number
  /** Null: no call was recorded. */
  metered: string | null
  attempts: number | null
  successes: number | null
  feedbackSum: string | null
  feedbackCount: number | null
  previousSuccesses: number | null
  outcomesSince: CostDay | null
}

type Wanted = {
  teamIds: readonly string[] | null
  teamId: string | null
  /** Null: all live projects. */
  projectIds: readonly string[] | null
  span: Span
  previous: Span
  currency: string
}

/** What each project spent, called and achieved in a span and in the one before it: of each, its own few rows of sums. */
export async function weekSums(db: Db, wanted: Wanted): Promise<WeekSum[]> {
  const { teamIds, teamId, projectIds, span, previous, currency } = wanted
  const between = sql`cost_day between ${previous.from} and ${span.to}`
  const now = sql`filter (where cost_day >= ${span.from})`
  const before = sql`filter (where cost_day < ${span.from})`
  const { rows } = await sql<WeekSum>`
    with seen as (
      select project.id, project.name, project.team_id from projects project
      where project.archived_at is null and (${teamIds}::uuid[] is null or project.team_id = any(${teamIds}::uuid[]))
        and (${teamId}::uuid is null or project.team_id = ${teamId})
        and (${projectIds}::uuid[] is null or project.id = any(${projectIds}::uuid[])))
    select project.id as "projectId", project.name, team.id as "teamId", team.name as "teamName",
      (select count(*)::int from bindings held where held.project_id = project.id and held.to_at is null) as "bindingCount",
      trim_scale(spent.now)::text as spend, trim_scale(spent.before)::text as "previousSpend",
      coalesce(called.calls, 0)::bigint as calls, coalesce(called.unpriced, 0)::bigint as unpriced,
      case when called.calls > 0 then trim_scale(called.cost)::text end as metered, achieved.attempts::bigint as attempts,
      achieved.successes::bigint as successes, trim_scale(achieved.feedback)::text as "feedbackSum",
      achieved.scores::bigint as "feedbackCount", achieved.before::bigint as "previousSuccesses",
      case when achieved.attempts is not null or achieved.before is not null
        then (select min(one.cost_day) from outcome_days one
          where one.project_id = project.id and ${isSeen(sql`one.project_id`, teamIds, sql`one.cost_day`)}) end as "outcomesSince"
    from seen project join teams team on team.id = project.team_id
    cross join lateral (
      select sum(amount) ${now} as now, sum(amount) ${before} as before from project_days
      where project_id = project.id and ${between} and currency = ${currency}
        and (${teamIds}::uuid[] is null or team_id = any(${teamIds}::uuid[]))) spent
    cross join lateral (
      select nullif(sum(calls), 0) as calls, sum(unpriced_calls) as unpriced, sum(cost) as cost from call_days one
      where project_id = project.id and dimension = 'all' and cost_day between ${span.from} and ${span.to}
        and ${isSeen(sql`one.project_id`, teamIds, sql`one.cost_day`)}) called
    cross join lateral (
      select sum(attempts) ${now} as attempts, sum(successes) ${now} as successes, sum(feedback_sum) ${now} as feedback,
        sum(feedback_count) ${now} as scores, sum(successes) ${before} as before
      from outcome_days one
      where project_id = project.id and ${between} and ${isSeen(sql`one.project_id`, teamIds, sql`one.cost_day`)}) achieved
    order by lower(project.name), project.id`.execute(db)
  return rows
}
