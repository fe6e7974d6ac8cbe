import { sql } from 'kysely'
import { addDays, type CostDay, costDayOf, startOfDay } from '../../src/platform/cost-day.ts'
import type { Db } from '../../src/platform/db/database.ts'
import { USAGE_KINDS } from '../../src/pricing/index.ts'
import type { CollectionBench } from './workbench.ts'

/** By day, kind, project, model, tier and key: what was counted. Series without any counts are left out. */
export type Counts = Record<string, string>

const ROW = sql`
  concat_ws(' ', used.cost_day, series.kind, scope.external_id, series.model, series.batch, series.service_tier, series.api_key_id,
    series.user_id, series.size, series.source, series.context_level, series.vector_store_id)`

export async function countsOf(db: Db, from: CostDay, to: CostDay): Promise<Counts> {
  const { rows } = await sql<{ name: string; counts: string }>`
    select ${ROW} as name, concat_ws(' ', requests, input_tokens, cached_input_tokens, output_tokens, images, characters,
      seconds, byte_minutes, sessions, tool_calls) as counts
    from usage_days used join usage_series series on series.id = used.series_id
    join cost_scopes scope on scope.id = series.scope_id
    where used.cost_day between ${from} and ${to}`.execute(db)
  return Object.fromEntries(rows.map((row) => [row.name, row.counts]).toSorted())
}

const GROUPS: Record<string, string[]> = {
  completions: ['model', 'batch', 'service_tier', 'api_key_id', 'user_id'],
  images: ['model', 'api_key_id', 'user_id', 'size', 'source'],
  vector_stores: [],
  code_interpreter_sessions: [],
  file_search_calls: ['api_key_id', 'user_id', 'vector_store_id'],
  web_search_calls: ['model', 'api_key_id', 'user_id', 'context_level'],
}
const CALLER = ['model', 'api_key_id', 'user_id']
const DIMENSIONS = [
  'project_id',
  'model',
  'batch',
  'service_tier',
  'api_key_id',
  'user_id',
  'size',
  'source',
  'context_level',
  'vector_store_id',
]
const COUNTERS = [
  'num_model_requests',
  'input_tokens',
  'input_cached_tokens',
  'output_tokens',
  'images',
  'characters',
  'seconds',
  'byte_minutes',
  'num_sessions',
  'num_requests',
]

type Row = Record<string, unknown>
type Page = { data: { start_time: number; results: Row[] }[] }

/** The same, asked from the provider in whole days without any of our code in between. */
export async function providerCounts(bench: CollectionBench, from: CostDay, to: CostDay): Promise<Counts> {
  const counts: [string, string][] = []
  for (const kind of USAGE_KINDS) {
    for (const { start_time: start, results } of (await askDays(bench, kind, from, to)).data) {
      const day = costDayOf(new Date(start * 1_000))
      for (const row of results) counts.push([nameOf(row, day, kind), countersOf(row)])
    }
  }
  return Object.fromEntries(counts.filter(([, text]) => /[1-9]/.test(text)).toSorted())
}

async function askDays(bench: CollectionBench, kind: string, from: CostDay, to: CostDay): Promise<Page> {
  const url = new URL(`${bench.runtime.config.openaiBaseUrl}/organization/usage/${kind}`)
  url.searchParams.set('start_time', String(startOfDay(from).getTime() / 1_000))
  url.searchParams.set('end_time', String(startOfDay(addDays(to, 1)).getTime() / 1_000))
  url.searchParams.set('limit', '31')
  for (const group of ['project_id', ...(GROUPS[kind] ?? CALLER)]) url.searchParams.append('group_by[]', group)
  const answer = await fetch(url, { headers: { authorization: `Bearer ${bench.simulator.keys.second}` } })
  if (!answer.ok) throw new Error(`the provider answered ${answer.status}`)
  return (await answer.json()) as Page
}

function nameOf(row: Row, day: CostDay, kind: string): string {
  const [project, ...others] = DIMENSIONS.map((name) => row[name])
  const texts = [day, kind, project, ...others].map((value) => (typeof value === 'boolean' ? String(value)[0] : value))
  return texts.filter((value) => value !== null && value !== undefined).join(' ')
}

function countersOf(row: Row): string {
  const known = {
    ...row,
    byte_minutes: typeof row.usage_bytes === 'number' ? row.usage_bytes * 1_440 : undefined,
  } as Row
  const counters = COUNTERS.map((name) => known[name])
  return counters.filter((value) => value !== null && value !== undefined).join(' ')
}
