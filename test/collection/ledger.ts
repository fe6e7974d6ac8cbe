import { sql } from 'kysely'
import { expect } from 'vitest'
import type { CostDay } from '../../src/platform/cost-day.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { addDecimals } from '../../src/platform/money.ts'
import type { Simulator } from '../../src/simulator/index.ts'

/** Every line that is not zero, as one text each. */
export async function ledgerRows(
  { db }: Pick<Database, 'db'>,
  organizationId: string | null = null,
): Promise<string[]> {
  const { rows } = await sql<{
    day: string
    project: string | null
    item: string | null
    currency: string
    amount: string
  }>`
    select line.cost_day as day, scope.external_id as project, item.name as item, line.currency,
      trim_scale(line.amount)::text as amount
    from billed_lines line join cost_scopes scope on scope.id = line.scope_id
    join cost_line_items item on item.id = line.line_item_id
    where line.amount <> 0 and (${organizationId}::uuid is null or scope.organization_id = ${organizationId})`.execute(
    db,
  )
  return rows.map((row) => lineText(row)).toSorted()
}

function lineText(row: { day: string; project: string | null; item: string | null; currency: string; amount: string }) {
  return `${row.day} ${row.project} ${row.item} ${row.currency} ${row.amount}`
}

export function truthRows(
  simulator: Simulator,
  range: { from: CostDay; to: CostDay; organization?: number },
): string[] {
  return simulator.truth
    .costs(range)
    .filter(({ amount }) => amount !== '0')
    .map(({ day, projectId, lineItem, amount }) =>
      lineText({ day, project: projectId, item: lineItem, currency: 'USD', amount }),
    )
    .toSorted()
}

export function totalOf(rows: readonly string[]): string {
  return addDecimals('0', ...rows.map((row) => row.split(' ').at(-1) ?? '0'))
}

type Sum = { name: string; amount: string }

/** The sums that the pages read, and the same made anew from the lines and from who held what on which day. */
export async function expectSumsToFollowLines({ db }: Pick<Database, 'db'>, what = ''): Promise<void> {
  const pairs = [
    [
      'scope_days',
      sql`select scope_id || ' ' || cost_day || ' ' || currency as name, amount from scope_days`,
      sql`select scope_id || ' ' || cost_day || ' ' || currency as name, amount from billed_lines`,
    ],
    [
      'workspace_days',
      sql`select cost_day || ' ' || currency as name, amount from workspace_days`,
      sql`select cost_day || ' ' || currency as name, amount from billed_lines`,
    ],
    [
      'project_days',
      sql`select project_id || ' ' || team_id || ' ' || cost_day || ' ' || currency as name, amount from project_days`,
      sql`select project_id || ' ' || team_id || ' ' || cost_day || ' ' || currency as name, amount from (${OWNED}) owned`,
    ],
    [
      'team_days',
      sql`select team_id || ' ' || cost_day || ' ' || currency as name, amount from team_days`,
      sql`select team_id || ' ' || cost_day || ' ' || currency as name, amount from (${OWNED}) owned`,
    ],
  ] as const
  for (const [table, kept, anew] of pairs) {
    const sums = async (query: typeof kept) =>
      (
        await sql<Sum>`
          select name, trim_scale(sum(amount))::text as amount from (${query}) as part
          group by name having sum(amount) <> 0 order by name`.execute(db)
      ).rows
    expect(await sums(kept), `${table} ${what}`).toEqual(await sums(anew))
  }
}

/** Attribution told once more from the tables, not from the views that the ledger uses. */
const OWNED = sql`
  select holder.project_id, home.team_id, line.cost_day, line.currency, line.amount
  from billed_lines line join cost_scopes scope on scope.id = line.scope_id
  cross join lateral (
    select project_id from bindings
    where bindings.organization_id = scope.organization_id and bindings.external_id = scope.external_id
      and from_day <= line.cost_day and (to_at is null or (to_at at time zone 'UTC')::date >= line.cost_day)
    order by from_at desc, seq desc limit 1) as holder
  cross join lateral (
    select team_id from project_teams
    where project_teams.project_id = holder.project_id and from_day <= line.cost_day
    order by from_at desc, seq desc limit 1) as home`
