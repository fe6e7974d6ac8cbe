import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import { addDecimals } from '../../platform/money.ts'

export type Amounts = Map<CostDay, Record<string, string>>

type Row = { day: CostDay; currency: string; amount: string }

export async function workspaceAmounts(db: Db, from: CostDay, to: CostDay): Promise<Amounts> {
  const { rows } = await sql<Row>`
    select cost_day as day, currency, amount::text as amount from workspace_days
    where cost_day between ${from} and ${to}`.execute(db)
  return byDay(rows)
}

export type TeamRow = Row & { teamId: string; name: string }

export async function teamRows(
  db: Db,
  teamIds: readonly string[] | null,
  from: CostDay,
  to: CostDay,
): Promise<TeamRow[]> {
  const { rows } = await sql<TeamRow>`
    select sum.team_id as "teamId", team.name, sum.cost_day as day, sum.currency, sum.amount::text as amount
    from team_days sum join teams team on team.id = sum.team_id
    where sum.cost_day between ${from} and ${to}
      and (${teamIds}::uuid[] is null or sum.team_id = any(${teamIds}::uuid[]))`.execute(db)
  return rows
}

// A project that moved was somebody else's before: its days belong to the team of the day.
const ofTeams = (teamIds: readonly string[] | null) =>
  sql`(${teamIds}::uuid[] is null or team_id = any(${teamIds}::uuid[]))`

export async function projectAmounts(
  db: Db,
  teamIds: readonly string[] | null,
  projectId: string,
  span: { from: CostDay; to: CostDay },
): Promise<Amounts> {
  const { rows } = await sql<Row>`
    select cost_day as day, currency, amount::text as amount from project_days
    where project_id = ${projectId} and cost_day between ${span.from} and ${span.to} and ${ofTeams(teamIds)}`.execute(
    db,
  )
  return byDay(rows)
}

/** USD by project and day, for sparklines. */
export async function projectTrends(
  db: Db,
  teamIds: readonly string[] | null,
  projectIds: readonly string[],
  span: { from: CostDay; to: CostDay; currency: string },
): Promise<Map<string, Amounts>> {
  const { rows } = await sql<Row & { projectId: string }>`
    select project_id as "projectId", cost_day as day, currency, amount::text as amount from project_days
    where project_id = any(${projectIds}::uuid[]) and cost_day between ${span.from} and ${span.to}
      and currency = ${span.currency} and ${ofTeams(teamIds)}`.execute(db)
  const trends = new Map<string, Amounts>(projectIds.map((id) => [id, new Map()]))
  for (const row of rows) trends.get(row.projectId)?.set(row.day, { [row.currency]: row.amount })
  return trends
}

export function byDay(rows: readonly Row[]): Amounts {
  const amounts: Amounts = new Map()
  for (const { day, currency, amount } of rows) {
    const known = amounts.get(day) ?? {}
    known[currency] = addDecimals(known[currency] ?? '0', amount)
    amounts.set(day, known)
  }
  return amounts
}
