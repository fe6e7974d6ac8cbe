import type pg from 'pg'
import { addDays, type CostDay, daysBetween } from '../../src/platform/cost-day.ts'
import { makeDayPartitions } from '../../src/platform/db/day-partitions.ts'

const DAYS = 30
const WRITERS = 2

/** Calls of one project, spread over the last 30 days, and their sums; made by SQL, since how they got there is no question here. */
export async function fillCalls(pool: pg.Pool, projectId: string, count: number, today: CostDay): Promise<void> {
  const days = daysBetween(addDays(today, 1 - DAYS), today)
  const client = await pool.connect()
  try {
    await client.query('begin')
    await makeDayPartitions(client, 'calls', days)
    await client.query('commit')
  } finally {
    client.release()
  }
  const left = [...days]
  const fill = async (): Promise<void> => {
    for (let day = left.pop(); day !== undefined; day = left.pop()) {
      await pool.query(insertDay, [projectId, day, Math.round(count / DAYS)])
      await pool.query(insertHours, [projectId, day])
      await pool.query(insertDays, [projectId, day])
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, fill))
  await pool.query('vacuum analyze')
}

const insertDay = `
  insert into calls (project_id, cost_day, identity, at, id, source, endpoint, kind, model_served, response_id, task, intent,
    user_name, status, result, service_tier, input_tokens, cached_input_tokens, output_tokens, cost, cost_from, unpriced,
    duration_ms, retries, streamed, recorded_at)
  select $1, $2::date, 'chatcmpl-' || md5($2::text || n), $2::timestamp at time zone 'UTC' + n * (interval '1 day' / $3::int),
    gen_random_uuid(), 'gateway', '/v1/chat/completions', 'completions', 'model-' || n % 4, 'chatcmpl-' || md5($2::text || n),
    'task-' || n % 5, 'intent-' || n % 3, 'user-' || n % 200, 200, case when n % 50 = 0 then 'error' else 'ok' end, 'default',
    900 + n % 1000, 128, 200 + n % 97, 0.0001 * (n % 300), 'table', n % 1000 = 0, 800 + n % 900, 0, true, now()
  from generate_series(0, $3::int - 1) n`

const COUNTS = `count(*), count(*) filter (where result = 'ok'), count(*) filter (where result = 'error'), 0, 0`
const SUMS = `${COUNTS}, sum(input_tokens), sum(cached_input_tokens), sum(output_tokens), sum(cost),
  count(*) filter (where unpriced), sum(duration_ms), count(duration_ms)`
const FIGURES = `calls, ok, errors, refused, aborted, input_tokens, cached_input_tokens, output_tokens, cost, unpriced_calls,
  duration_ms, timed_calls`

const insertHours = `
  insert into call_hours (project_id, hour, task, model, user_name, ${FIGURES})
  select project_id, date_trunc('hour', at), task, model_served, user_name, ${SUMS} from calls
  where project_id = $1 and cost_day = $2 group by project_id, date_trunc('hour', at), task, model_served, user_name`

/** All dimensions in one reading. */
const insertDays = `
  insert into call_days (project_id, cost_day, dimension, value, ${FIGURES})
  select project_id, cost_day,
    case grouping(task, model_served, intent, user_name)
      when 7 then 'task' when 11 then 'model' when 13 then 'intent' when 14 then 'user' else 'all' end,
    coalesce(task, model_served, intent, user_name, ''), ${SUMS} from calls where project_id = $1 and cost_day = $2
  group by grouping sets ((project_id, cost_day), (project_id, cost_day, task), (project_id, cost_day, model_served),
    (project_id, cost_day, intent), (project_id, cost_day, user_name))`
