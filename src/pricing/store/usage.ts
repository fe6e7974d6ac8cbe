import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Quantities, UsageKind, UsageSeries } from '../usage.ts'

/** Every model name that usage has shown so far. */
export async function usedModels(db: Db): Promise<string[]> {
  const { rows } = await sql<{ model: string }>`
    select distinct model from usage_series where model is not null`.execute(db)
  return rows.map(({ model }) => model)
}

/** The teams whose usage may be seen; null: all. */
export type Reach = { teamIds: readonly string[] | null; from: CostDay; to: CostDay }

const ofTeams = sql`
  from usage_days used
  join usage_series series on series.id = used.series_id
  join cost_scopes scope on scope.id = series.scope_id
  left join attribution held on held.organization_id = scope.organization_id and held.external_id = scope.external_id
    and used.cost_day >= held.from_day and (held.to_day is null or used.cost_day < held.to_day)
  left join project_team_days home on home.project_id = held.project_id
    and used.cost_day >= home.from_day and (home.to_day is null or used.cost_day < home.to_day)`

const within = ({ teamIds, from, to }: Reach) => sql`
  used.cost_day between ${from} and ${to}
  and (${teamIds}::uuid[] is null or home.team_id = any(${teamIds}::uuid[]))`

/** What was used in these days: the names whose prices matter. */
export async function usedWithin(db: Db, reach: Reach): Promise<{ kind: UsageKind; model: string | null }[]> {
  const { rows } = await sql<{ kind: UsageKind; model: string | null }>`
    select distinct series.kind, series.model ${ofTeams} where ${within(reach)}`.execute(db)
  return rows
}

export type UnpricedUse = UsageSeries &
  Quantities & {
    since: CostDay
    until: CostDay
    projects: { id: string; name: string; teamName: string }[]
  }

/** Usage of which a part has no price, summed over days, keys and projects. */
export async function unpricedUse(db: Db, reach: Reach): Promise<UnpricedUse[]> {
  const { rows } = await sql<UnpricedUse>`
    select series.kind, series.model, series.batch, series.service_tier as "serviceTier", series.size, null as source,
      null as "contextLevel", min(used.cost_day) as since, max(used.cost_day) as until, ${sums},
      coalesce(jsonb_agg(distinct jsonb_build_object('id', project.id, 'name', project.name, 'teamName', team.name))
        filter (where project.id is not null), '[]') as projects
    ${ofTeams}
    left join projects project on project.id = held.project_id left join teams team on team.id = project.team_id
    where used.unpriced and ${within(reach)}
    group by series.kind, series.model, series.batch, series.service_tier, series.size`.execute(db)
  return rows
}

const COUNTERS: Readonly<Record<keyof Quantities, string>> = {
  requests: 'requests',
  inputTokens: 'input_tokens',
  cachedInputTokens: 'cached_input_tokens',
  cacheWriteTokens: 'cache_write_tokens',
  outputTokens: 'output_tokens',
  inputAudioTokens: 'input_audio_tokens',
  inputImageTokens: 'input_image_tokens',
  cachedAudioTokens: 'cached_audio_tokens',
  cachedImageTokens: 'cached_image_tokens',
  outputAudioTokens: 'output_audio_tokens',
  outputImageTokens: 'output_image_tokens',
  images: 'images',
  characters: 'characters',
  seconds: 'seconds',
  byteMinutes: 'byte_minutes',
  sessions: 'sessions',
  toolCalls: 'tool_calls',
}

const sums = sql.raw(
  Object.entries(COUNTERS)
    .map(([name, column]) => `sum(used.${column})::${name === 'byteMinutes' ? 'text' : 'bigint'} as "${name}"`)
    .join(', '),
)
