import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import { openRuntime, type Runtime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { commandActor } from '../../src/people/actor.ts'
import { MINUTE } from '../../src/platform/clock.ts'
import { databaseTime } from '../../src/platform/db/database-time.ts'
import { createLog } from '../../src/platform/log.ts'
import { answerTasks } from '../support/tasks.ts'

const World = z.object({ projects: z.int(), webhook: z.string(), webhookOrigin: z.string() })
const Alarms = z.object({ crossings: z.int(), everyMs: z.int() })

let runtime: Runtime | null = null
let organizationId = ''
let projects = 0

/** The product with web and jobs, beside which readings of usage are applied as polling would apply them. */
answerTasks(
  {
    async start(input) {
      const world = World.parse(input)
      runtime = await openRuntime(readConfig(), { log: createLog('silent') })
      await runtime.start()
      projects = world.projects
      organizationId = await fill(runtime, world)
    },
    async alarm(input) {
      const { crossings, everyMs } = Alarms.parse(input)
      if (!runtime) throw new Error('not started')
      const readings: number[] = []
      for (let place = 1; place <= crossings; place += 1) {
        const began = performance.now()
        await read(runtime, place)
        readings.push(performance.now() - began)
        await wait(Math.max(0, everyMs - (performance.now() - began)))
      }
      await untilSent(runtime)
      return { readings, ...(await delays(runtime)) }
    },
  },
  async () => runtime?.close(),
)

async function fill({ database, channels, people, clock }: Runtime, world: z.infer<typeof World>): Promise<string> {
  const { db } = database
  const at = clock.now()
  for (const statement of [
    sql`insert into organizations (provider, created_at) values ('openai', ${at})`,
    sql`insert into teams (name, created_at) values ('마케팅팀', ${at})`,
    sql`insert into projects (team_id, name, created_at)
      select id, 'service-' || n, ${at} from teams, generate_series(1, ${world.projects}::int) n`,
    sql`insert into project_teams (project_id, team_id, from_at, from_day) select id, team_id, created_at, '-infinity' from projects`,
    sql`insert into organization_projects (organization_id, external_id, seen_at)
      select id, 'proj_' || n, ${at} from organizations, generate_series(1, ${world.projects}::int) n`,
    sql`insert into bindings (project_id, organization_id, external_id, from_at, from_day)
      select project.id, organization.id, 'proj_' || substr(project.name, 9), ${at}, '-infinity'
      from projects project, organizations organization`,
    sql`insert into thresholds (project_id, period, limit_usd, levels, on_no_data, state, state_since, created_at)
      select id, 'day', 1, '[{"percent": 100, "effect": "notify"}]', 'go-on', 'normal', ${at}, ${at} from projects`,
    sql`insert into threshold_limits (threshold_id, from_at, limit_usd, levels)
      select id, ${at}, limit_usd, levels from thresholds`,
  ]) {
    await statement.execute(db)
  }
  await people.createPerson({
    email: 'bench@example.com',
    password: 'correct horse battery staple',
    name: '이지훈',
    admin: true,
  })
  const hosts = [{ origin: world.webhookOrigin, allowsPrivate: true }]
  await channels.settings.changeHosts(commandActor, hosts, '측정')
  await channels.settings.create(commandActor, { teamId: null, kind: 'slack', name: '#alarms', url: world.webhook })
  const { rows } = await sql<{ id: string }>`select id from organizations`.execute(db)
  return rows[0]?.id ?? ''
}

/** One answer of the provider: all projects used a little, and one of them, another each time, far too much. */
async function read({ ledger, database }: Runtime, runaway: number): Promise<void> {
  const now = await databaseTime(database.db)
  const startsAt = new Date(Math.floor(now.getTime() / MINUTE) * MINUTE - MINUTE)
  const all = Array.from({ length: projects }, (_one, place) => place + 1)
  await ledger.applyUsage({
    organizationId,
    kind: 'completions',
    span: 1,
    from: startsAt,
    to: new Date(startsAt.getTime() + MINUTE),
    requestedAt: now,
    appliedAt: now,
    series: all.map((place) => ({ ...SERIES, externalId: `proj_${place}` })),
    buckets: [
      {
        startsAt,
        rows: all.map((place, series) => ({
          series,
          quantities: { ...NOTHING, requests: 1, inputTokens: place <= runaway ? 2_000_000 : 100, outputTokens: 1 },
        })),
      },
    ],
  })
}

const SERIES = {
  kind: 'completions',
  model: 'gpt-4o-2024-08-06',
  batch: false,
  serviceTier: 'default',
  size: null,
  source: null,
  contextLevel: null,
  apiKeyId: 'key_bench',
  userId: null,
  vectorStoreId: null,
} as const
const NOTHING = {
  requests: null,
  inputTokens: null,
  cachedInputTokens: 0,
  cacheWriteTokens: null,
  outputTokens: null,
  inputAudioTokens: 0,
  cachedAudioTokens: null,
  outputAudioTokens: 0,
  inputImageTokens: null,
  cachedImageTokens: null,
  outputImageTokens: null,
  images: null,
  characters: null,
  seconds: null,
  byteMinutes: null,
  sessions: null,
  toolCalls: null,
}

async function untilSent({ database }: Runtime): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ left: number }>`
      select count(*) as left from deliveries where state = 'waiting'`.execute(database.db)
    if (rows[0]?.left === 0) return
    await wait(100)
  }
}

async function delays({ database }: Runtime) {
  const { rows } = await sql<{ channel: 'mail' | 'slack'; seconds: number }>`
    select channel, extract(epoch from sent_at - detected_at)::float8 as seconds from deliveries
    where kind = 'crossed' and sent_at is not null`.execute(database.db)
  const of = (channel: string) => rows.filter((row) => row.channel === channel).map((row) => row.seconds)
  return { slack: of('slack'), mail: of('mail') }
}
