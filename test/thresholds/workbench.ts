import { sql } from 'kysely'
import type { Actor } from '../../src/people/actor.ts'
import type { TeamRole } from '../../src/people/api.ts'
import { fixedClock } from '../../src/platform/clock.ts'
import type { Database, Tx } from '../../src/platform/db/database.ts'
import {
  type BreachOver,
  type Crossing,
  createThresholds,
  type Level,
  type NoData,
  type Period,
  type ThresholdEvents,
} from '../../src/thresholds/index.ts'
import { createTestDatabase } from '../support/database.ts'

/** A Sunday: its day and its week end at the same midnight. */
export const NOON = '2026-11-22T12:00:00Z'
export const TODAY = '2026-11-22'
export const MONDAY = '2026-11-16'

export type Workbench = Awaited<ReturnType<typeof createWorkbench>>

/** Thresholds on a database of their own, with sums written by hand and every event kept. */
export async function createWorkbench() {
  const database = await createTestDatabase()
  return { ...benchOn(database), close: () => database.close() }
}

/** `next`: whoever hears of the events as well, in the same transaction. */
export function benchOn(database: Database, next: Partial<ThresholdEvents> = {}) {
  const { db } = database
  const clock = fixedClock(NOON)
  const crossings: Crossing[] = []
  const overs: BreachOver[] = []
  const episodes: NoData[] = []
  const thresholds = createThresholds({
    db,
    clock,
    sharedNow: async () => clock.now(),
    async onCrossed(tx, news) {
      crossings.push(...news)
      await next.onCrossed?.(tx, news)
    },
    async onOver(tx, news) {
      overs.push(...news)
      await next.onOver?.(tx, news)
    },
    async onNoData(tx, news) {
      episodes.push(...news)
      await next.onNoData?.(tx, news)
    },
  })

  const bench = {
    database,
    db,
    clock,
    thresholds,
    crossings,
    overs,
    episodes,

    async team(name = `팀 ${crypto.randomUUID()}`): Promise<string> {
      return one(sql`insert into teams (name, created_at) values (${name}, ${clock.now()}) returning id`, db)
    },

    async project(teamId: string, name = `프로젝트 ${crypto.randomUUID()}`): Promise<string> {
      const id = await one(
        sql`insert into projects (team_id, name, created_at) values (${teamId}, ${name}, ${clock.now()}) returning id`,
        db,
      )
      await sql`insert into project_teams (project_id, team_id, from_at, from_day)
        values (${id}, ${teamId}, ${clock.now()}, '-infinity')`.execute(db)
      return id
    },

    /** What the ledger would have summed, without judging it. */
    async writeSpend(projectId: string, amount: string, day = TODAY, connection: Tx | typeof db = db): Promise<void> {
      await sql`
        insert into project_days (project_id, cost_day, currency, team_id, amount)
        select ${projectId}, ${day}, 'USD', team_id, ${amount}::numeric from projects where id = ${projectId}
        on conflict (project_id, cost_day, currency) do update set amount = excluded.amount`.execute(connection)
    },

    judge: (projectIds: readonly string[] | null = null, days: readonly string[] | null = [TODAY]) =>
      db.transaction().execute((tx) => thresholds.evaluateSpend(tx, { projectIds, days, at: clock.now() })),

    /** A reading: sums and judgement in one transaction. Answers with what it crossed. */
    async spend(projectId: string, amount: string, day = TODAY): Promise<Crossing[]> {
      const before = crossings.length
      await db.transaction().execute(async (tx) => {
        await bench.writeSpend(projectId, amount, day, tx)
        await thresholds.evaluateSpend(tx, { projectIds: [projectId], days: [day], at: clock.now() })
      })
      return crossings.slice(before)
    },

    async stateOf(projectId: string, period: Period = 'day'): Promise<string | undefined> {
      const { rows } = await sql<{ state: string }>`
        select state from thresholds where project_id = ${projectId} and period = ${period}`.execute(db)
      return rows[0]?.state
    },

    async breaches(projectId: string) {
      const { rows } = await sql<BreachRow>`
        select id, period, period_start as "periodStart", trim_scale(limit_usd)::text as "limit",
          trim_scale(spend)::text as spend, highest_percent as highest, generation, closed_at as "closedAt",
          acknowledged_at as "acknowledgedAt"
        from breaches where project_id = ${projectId} order by period_start, period`.execute(db)
      return rows
    },

    async actions(projectId: string) {
      const { rows } = await sql<{ kind: string; reason: string | null; before: unknown; after: unknown }>`
        select kind, reason, before, after from actions where project_id = ${projectId} order by at, ctid`.execute(db)
      return rows
    },

    async firedLevels(projectId: string): Promise<string[]> {
      const { rows } = await sql<{ name: string }>`
        select breach.period || ' ' || breach.period_start || ' ' || level.percent || '/' || level.generation as name
        from breach_levels level join breaches breach on breach.id = level.breach_id
        where breach.project_id = ${projectId} order by breach.period, breach.period_start, level.generation, level.percent`.execute(
        db,
      )
      return rows.map(({ name }) => name)
    },

    /** A key that reads this project's costs, through an organization of its own. */
    async source(projectId: string, state: 'active' | 'broken' | 'inactive' = 'active'): Promise<string> {
      const at = clock.now()
      const organizationId = await one(
        sql`insert into organizations (provider, created_at) values ('openai', ${at}) returning id`,
        db,
      )
      const externalId = `proj_${crypto.randomUUID()}`
      await sql`insert into organization_projects (organization_id, external_id, seen_at)
        values (${organizationId}, ${externalId}, ${at})`.execute(db)
      await sql`insert into bindings (project_id, organization_id, external_id, from_at, from_day)
        values (${projectId}, ${organizationId}, ${externalId}, ${at}, '-infinity')`.execute(db)
      await sql`insert into admin_keys (team_id, organization_id, last4, fingerprint, state, write_access, created_at, problem_code, problem_since)
        select team_id, ${organizationId}, 'abcd', ${Buffer.from(externalId)}, ${state}, 'yes', ${at},
          case when ${state} = 'broken' then 'key-revoked' end, case when ${state} = 'broken' then ${at}::timestamptz end
        from projects where id = ${projectId}`.execute(db)
      return organizationId
    },

    async setKey(organizationId: string, state: 'active' | 'broken' | 'inactive'): Promise<void> {
      await sql`update admin_keys set state = ${state}, problem_code = case when ${state} = 'broken' then 'key-revoked' end,
        problem_since = case when ${state} = 'broken' then ${clock.now()}::timestamptz end
        where organization_id = ${organizationId}`.execute(db)
    },

    async polled(organizationId: string, kinds: readonly string[] = ['completions', 'images']): Promise<void> {
      await sql`insert into usage_watermarks (organization_id, kind, requested_at)
        select ${organizationId}, kind, ${clock.now()} from unnest(${kinds}::text[]) as kind
        on conflict (organization_id, kind) do update set requested_at = excluded.requested_at`.execute(db)
    },

    /** Written as it stands, without a person and without judging. */
    async writeThreshold(projectId: string, limit: string, options: { period?: Period; levels?: Level[] } = {}) {
      const { period = 'day', levels = NOTIFY } = options
      const id = await one(
        sql`insert into thresholds (project_id, period, limit_usd, levels, on_no_data, state, state_since, created_at)
          values (${projectId}, ${period}, ${limit}, ${JSON.stringify(levels)}, 'go-on', 'unknown', ${clock.now()}, ${clock.now()})
          returning id`,
        db,
      )
      await sql`insert into threshold_limits (threshold_id, from_at, limit_usd, levels)
        values (${id}, ${clock.now()}, ${limit}, ${JSON.stringify(levels)})`.execute(db)
      return id
    },
  }
  return bench
}

export function person(teamId: string, role: TeamRole): Actor {
  return {
    personId: null,
    name: role === 'lead' ? '김팀장' : '이팀원',
    role: 'member',
    teams: new Map([[teamId, role]]),
    via: 'session',
  }
}

export const NOTIFY: Level[] = [80, 100, 150, 200].map((percent) => ({ percent, effect: 'notify' }))

type BreachRow = {
  id: string
  period: Period
  periodStart: string
  limit: string
  spend: string
  highest: number
  generation: number
  closedAt: Date | null
  acknowledgedAt: Date | null
}

async function one(query: ReturnType<typeof sql>, db: Database['db']): Promise<string> {
  const { rows } = await query.execute(db)
  const row = rows[0]
  return typeof row === 'object' && row !== null && 'id' in row ? String(row.id) : ''
}
