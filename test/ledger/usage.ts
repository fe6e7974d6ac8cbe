import { sql } from 'kysely'
import type { BucketSpan, LedgerDeps, SeriesKey, SpendChange, UsageBucket } from '../../src/ledger/index.ts'
import { type CostDay, startOfDay } from '../../src/platform/cost-day.ts'
import { databaseTime } from '../../src/platform/db/database-time.ts'
import { nothingCounted, type Quantities, seriesOf, type UsageKind } from '../../src/pricing/index.ts'
import { createTestDatabase } from '../support/database.ts'
import { createTestLedger } from '../support/ledger.ts'

export const DAY = '2026-11-23'
export const at = (time: string, day = DAY) => new Date(`${day}T${time}:00Z`)

/** One dollar is 400,000 input tokens of gpt-4o. */
export const DOLLAR = 400_000
/** Places in the list of series: two projects, a model that nobody knows, and what belongs to no project. */
export const [A, B, UNKNOWN, NOBODY] = [0, 1, 2, 3]

const series = (externalId: string | null, model = 'gpt-4o-2024-08-06'): SeriesKey => ({
  ...seriesOf('completions', { model, batch: false, serviceTier: 'default' }),
  externalId,
  apiKeyId: 'key_1',
  userId: null,
  vectorStoreId: null,
})
const SERIES = [series('proj_a'), series('proj_b'), series('proj_a', 'nobody-knows-this'), series(null)]

const tokens = (inputTokens: number): Quantities => ({
  ...nothingCounted,
  requests: 1,
  inputTokens,
  cachedInputTokens: 0,
  outputTokens: 0,
})

export type Counted = readonly (readonly [place: number, count: number])[]
export const bucket = (startsAt: Date, rows: Counted): UsageBucket => ({
  startsAt,
  rows: rows.map(([place, count]) => ({ series: place, quantities: tokens(count) })),
})

export type Sum = {
  scope: string | null
  day: CostDay
  billed: string | null
  estimated: string | null
  amount: string
}
export type Asked = {
  at: Date
  span?: BucketSpan
  buckets: UsageBucket[]
  appliedAt?: Date
  /** Tokens of four series, where nothing else is said. */
  kind?: UsageKind
  series?: SeriesKey[]
}
export type UsageBench = Awaited<ReturnType<typeof createUsageBench>>

/** A ledger with one organization, read by hand. `next`: whoever hears of changed spend as well, in the same transaction. */
export async function createUsageBench(next?: LedgerDeps['onSpendChanged']) {
  const database = await createTestDatabase()
  const { db } = database
  const told: SpendChange[] = []
  let now: Date | null = null
  const ledger = createTestLedger(database, {
    now: async (tx) => now ?? databaseTime(tx),
    async onSpendChanged(tx, change) {
      told.push(change)
      await next?.(tx, change)
    },
  })
  let organizationId = ''

  async function sums(): Promise<Sum[]> {
    const { rows } = await sql<Sum>`
      select scope.external_id as scope, sum.cost_day as day, trim_scale(sum.billed)::text as billed,
        trim_scale(sum.estimated)::text as estimated, trim_scale(sum.amount)::text as amount
      from scope_days sum join cost_scopes scope on scope.id = sum.scope_id order by 1, 2`.execute(db)
    return rows
  }

  return {
    database,
    db,
    ledger,
    told,
    sums,
    close: database.close,
    organizationId: () => organizationId,

    /** What the shared clock says from here on; the database's own where nothing is said. */
    setNow(at: Date | null): void {
      now = at
    },

    async empty(): Promise<void> {
      now = null
      told.length = 0
      await sql`truncate billed_changes, billed_lines, billed_days, scope_days, project_days, team_days, workspace_days,
        cost_scopes, cost_line_items, usage_series, usage_minutes, usage_days, usage_readings, usage_watermarks
        restart identity cascade`.execute(db)
      const { rows } = await sql<{ id: string }>`
        insert into organizations (provider, created_at) values ('openai', now()) returning id`.execute(db)
      organizationId = rows[0]?.id ?? ''
    },

    read: (asked: Asked) =>
      ledger.applyUsage({
        organizationId,
        kind: asked.kind ?? 'completions',
        span: asked.span ?? 1,
        from: startOfDay(DAY),
        to: asked.at,
        requestedAt: asked.at,
        ...(asked.appliedAt ? { appliedAt: asked.appliedAt } : {}),
        series: asked.series ?? SERIES,
        buckets: asked.buckets,
      }),

    bill(when: Date, amount: string | null, day: CostDay = DAY) {
      const line = { externalId: 'proj_a', lineItem: 'gpt-4o', currency: 'USD', amount: amount ?? '', quantity: null }
      const rows = amount === null ? [] : [line]
      return ledger.applyReading({ organizationId, requestedAt: when, days: new Map([[day, rows]]) })
    },

    async amountOf(scope: string | null, day: CostDay = DAY): Promise<string | undefined> {
      return (await sums()).find((one) => one.scope === scope && one.day === day)?.amount
    },

    /** A project of a team that holds `proj_a`; answers with its id. */
    async project(): Promise<string> {
      const { rows } = await sql<{ id: string }>`
        with team as (insert into teams (name, created_at) values (gen_random_uuid()::text, now()) returning id),
        project as (insert into projects (team_id, name, created_at) select id, 'p', now() from team returning id, team_id),
        home as (
          insert into project_teams (project_id, team_id, from_at, from_day) select id, team_id, now(), '-infinity' from project),
        seen as (
          insert into organization_projects (organization_id, external_id, seen_at) values (${organizationId}, 'proj_a', now()))
        insert into bindings (project_id, organization_id, external_id, from_at, from_day)
        select id, ${organizationId}, 'proj_a', now(), '-infinity' from project
        returning project_id as id`.execute(db)
      return rows[0]?.id ?? ''
    },
  }
}
