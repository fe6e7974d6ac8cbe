import { sql } from 'kysely'
import { MINUTE } from '../../src/platform/clock.ts'
import { addDays, costDayOf } from '../../src/platform/cost-day.ts'
import type { TestServer } from '../support/server.ts'

/** Usage and spend of a project as they would have been read: usual Mondays of $50, and today a retry loop of $742. */
export async function runAway({ runtime }: TestServer, projectId: string): Promise<void> {
  const { db } = runtime.database
  const now = runtime.clock.now()
  const today = costDayOf(now)
  const one = async (query: ReturnType<typeof sql>): Promise<string> => {
    const [row] = (await query.execute(db)).rows
    return typeof row === 'object' && row !== null && 'id' in row ? String(row.id) : ''
  }
  const organization = await one(
    sql`insert into organizations (provider, created_at) values ('openai', ${now}) returning id`,
  )
  const externalId = `proj_${projectId.slice(0, 8)}`
  await sql`insert into organization_projects (organization_id, external_id, seen_at)
    values (${organization}, ${externalId}, ${now})`.execute(db)
  await sql`insert into bindings (project_id, organization_id, external_id, from_at, from_day)
    values (${projectId}, ${organization}, ${externalId}, ${now}, '-infinity')`.execute(db)
  const scope = await one(sql`
    insert into cost_scopes (organization_id, external_id) values (${organization}, ${externalId}) returning id`)
  const series = (model: string, key: string, user: string) =>
    one(sql`insert into usage_series (scope_id, kind, identity, model, api_key_id, user_id)
      values (${scope}, 'completions', ${`${model} ${key}`}, ${model}, ${key}, ${user}) returning id`)
  const loop = await series('gpt-4o-2024-08-06', 'key_7Jq2vW8x9f2c', 'user-minsu')
  const rest = await series('gpt-4o-mini-2024-07-18', 'key_1Ab3Cd5e77aa', 'user-jihun')
  const use = async (id: string, day: string, calls: number, tokens: number, cost: string) => {
    await sql`insert into usage_days (series_id, cost_day, requests, input_tokens, output_tokens, cost, unpriced)
      values (${id}, ${day}, ${calls}, ${tokens}, 0, ${cost}, false)`.execute(db)
  }
  const spend = async (day: string, amount: string) => {
    await sql`insert into project_days (project_id, cost_day, currency, team_id, amount, estimated)
      select id, ${day}, 'USD', team_id, ${amount}, ${amount} from projects where id = ${projectId}`.execute(db)
  }
  for (const back of [7, 14, 21]) {
    await use(loop, addDays(today, -back), 2_400, 4_800_000, '42.5')
    await use(rest, addDays(today, -back), 800, 1_600_000, '7.5')
    await spend(addDays(today, -back), '50')
  }
  await use(loop, today, 47_500, 93_000_000, '733.43')
  await use(rest, today, 820, 1_650_000, '8.75')
  await sql`insert into usage_watermarks (organization_id, kind, requested_at, seen_until)
    values (${organization}, 'completions', ${now}, ${new Date(now.getTime() - 2 * MINUTE)})`.execute(db)
  for (let back = 2; back <= 70; back += 1) {
    const minute = new Date(Math.floor(now.getTime() / MINUTE) * MINUTE - (back + 1) * MINUTE)
    await sql`insert into usage_minutes (series_id, minute, span, requests)
      values (${loop}, ${minute}, 1, ${back <= 42 ? 1_000 + ((back * 37) % 120) : 2})`.execute(db)
  }
  await db.transaction().execute(async (tx) => {
    await sql`insert into project_days (project_id, cost_day, currency, team_id, amount, estimated)
      select id, ${today}, 'USD', team_id, 742.18, 742.18 from projects where id = ${projectId}`.execute(tx)
    const readingAt = new Date(now.getTime() - 2 * MINUTE)
    await runtime.thresholds.evaluateSpend(tx, { projectIds: [projectId], days: [today], at: now, readingAt })
  })
}

/** A daily limit that only notifies, as the form would set it. */
export async function limitTo({ runtime }: TestServer, projectId: string, limit: string): Promise<void> {
  const { db } = runtime.database
  const at = new Date(runtime.clock.now().getTime() - 10 * MINUTE)
  const levels = JSON.stringify([80, 100, 150, 200].map((percent) => ({ percent, effect: 'notify' })))
  await sql`
    with made as (
      insert into thresholds (project_id, period, limit_usd, levels, on_no_data, state, state_since, created_at)
      values (${projectId}, 'day', ${limit}, ${levels}, 'go-on', 'normal', ${at}, ${at}) returning id)
    insert into threshold_limits (threshold_id, from_at, limit_usd, levels)
    select id, ${at}, ${limit}, ${levels} from made`.execute(db)
}
