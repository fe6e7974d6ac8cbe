import { sql } from 'kysely'
import type { Runtime } from '../../src/app.ts'
import { commandActor } from '../../src/people/actor.ts'
import { startTestServer, type TestServer, type TestServerOptions } from '../support/server.ts'

export type Project = { id: string; teamId: string; key: string; keyId: string }
export type Workbench = TestServer & { project: Project; gatewayUrl: string }

/** The product with a project that calls through the gateway, its OpenAI key stored. */
export async function openWorkbench(options: TestServerOptions = {}): Promise<Workbench> {
  const server = await startTestServer(options)
  const project = await addProject(server.runtime, { team: '마케팅팀', name: '광고 문구' })
  await storeProviderKey(server.runtime, project.id, server.simulator.keys.projectKey)
  await settle(server)
  return { ...server, project, gatewayUrl: `${server.url}/openai/v1` }
}

export async function addProject(runtime: Runtime, names: { team: string; name: string }): Promise<Project> {
  const { teams, projects, projectKeys } = runtime.teams
  const team = await teams.create(commandActor, names.team)
  const project = await projects.create(commandActor, { teamId: team.id, name: names.name })
  const { key, secret } = await projectKeys.create(commandActor, project.id, { name: '서버', expiresAt: null })
  return { id: project.id, teamId: team.id, key: secret, keyId: key.id }
}

export async function storeProviderKey(runtime: Runtime, projectId: string, secret: string): Promise<void> {
  const store = await runtime.vault.prepare(`project_provider_keys:${projectId}`, secret)
  await runtime.database.db.transaction().execute(async (tx) => {
    await store(tx)
    await sql`insert into project_provider_keys (project_id, last_four, set_at) values (${projectId}, ${secret.slice(-4)}, now())
      on conflict (project_id) do update set last_four = excluded.last_four, set_at = excluded.set_at`.execute(tx)
  })
}

/** Once every gateway process of this server goes by what is committed now. */
export async function settle({ runtime }: Pick<TestServer, 'runtime'>): Promise<void> {
  const { rows } = await sql<{ version: number }>`select version from derived.gateway_version`.execute(
    runtime.database.db,
  )
  const wanted = rows[0]?.version ?? 0
  await until(() => (runtime.gateway?.figures().snapshot.version ?? 0) >= wanted)
}

export async function until(isTrue: () => boolean | Promise<boolean>, patienceMs = 15_000): Promise<void> {
  const end = performance.now() + patienceMs
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error('it did not come true in time')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export type StoredCall = {
  project_id: string
  result: string
  status: number | null
  endpoint: string
  model_asked: string | null
  model_served: string | null
  response_id: string | null
  task: string | null
  kind: string | null
  cost: string | null
  unpriced: boolean
  estimated: boolean
  tools: Record<string, number> | null
  input_tokens: number | null
  output_tokens: number | null
  streamed: boolean
  problem_code: string | null
}

/** Once `count` calls are handed over. */
export async function storedCalls({ runtime }: Pick<TestServer, 'runtime'>, count: number): Promise<StoredCall[]> {
  const read = async () =>
    (await sql<StoredCall>`select * from calls order by at, id`.execute(runtime.database.db)).rows
  await until(async () => (await read()).length >= count)
  return read()
}

/** How many calls are stored, once there are so many or no more come. */
export async function storedCount({ runtime }: Pick<TestServer, 'runtime'>, wanted: number): Promise<number> {
  const count = async () =>
    (await sql<{ count: number }>`select count(*) as count from calls`.execute(runtime.database.db)).rows[0]?.count ?? 0
  await until(async () => runtime.gateway?.figures().spool.waiting === 0 && (await count()) >= wanted, 120_000)
  return count()
}

/** As if nothing had been called yet. */
export async function forgetCalls({ runtime }: Pick<TestServer, 'runtime'>): Promise<void> {
  await until(() => runtime.gateway?.figures().spool.waiting === 0)
  await sql`delete from calls`.execute(runtime.database.db)
}
