import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { startChild } from './support/child.ts'
import { percentile, rounded } from './support/figures.ts'
import { startPostgres } from './support/postgres.ts'
import { say } from './support/progress.ts'
import { signIn } from './support/sign-in.ts'

const FULL = { blocks: 20 }
const QUICK = { blocks: 3 }
const TARGET_SECONDS = 5
const CALL_EVERY_MS = 10
const LOOK_EVERY_MS = 50
/** Far above anything that is expected: a bench that hangs says nothing. */
const PATIENCE_MS = 120_000

const World = z.object({ url: z.string(), key: z.string(), projectId: z.string(), apiKey: z.string(), rows: z.int() })
const Created = z.object({ id: z.string() })
const State = z.object({
  blocks: z.array(z.object({ id: z.string(), state: z.string(), appliedAt: z.string().nullable() })),
})
const Refusal = z.object({ error: z.object({ code: z.string() }) })

/** From the request of the emergency button until OpenAI refuses a client's calls, as that client sees it. */
export async function block(options: { quick: boolean }) {
  const { blocks } = options.quick ? QUICK : FULL
  const postgres = await startPostgres()
  const results: Record<string, unknown> = { blocks, targetSeconds: TARGET_SECONDS }
  try {
    for (const kind of ['embedded', 'postgres'] as const) {
      results[kind] = await measure(blocks, kind === 'postgres' ? await postgres.createDatabase() : null)
    }
  } finally {
    await postgres.stop()
  }
  return results
}

async function measure(count: number, databaseUrl: string | null) {
  const folder = mkdtempSync(join(tmpdir(), 'finops-bench-'))
  const simulator = startChild(new URL('./block/simulator-process.ts', import.meta.url))
  const world = await simulator.ask(World, 'start', { limitDelaySeconds: 0 })
  const server = startChild(new URL('./support/server-process.ts', import.meta.url), {
    DATA_DIR: folder,
    PORT: '0',
    OPENAI_BASE_URL: world.url,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  })
  try {
    const url = await server.ask(z.string(), 'start')
    const api = createApi(url, await signIn(server, url))
    const projectId = await connect(api, world)
    const [first, everything, released]: number[][] = [[], [], []]
    const codes = new Set<string>()
    for (let made = 0; made < count; made += 1) {
      const refused = untilRefused(world)
      await wait(CALL_EVERY_MS * 5)
      const pressedAt = performance.now()
      const { id } = Created.parse(await api('POST', `/api/projects/${projectId}/block`, { reason: '무한 재시도' }))
      const refusal = await refused
      codes.add(refusal.code)
      first?.push((refusal.at - pressedAt) / 1_000)
      await until(async () => (await stateOf(api, projectId))?.appliedAt != null)
      everything?.push((performance.now() - pressedAt) / 1_000)
      const releasedAt = performance.now()
      await api('POST', `/api/blocks/${id}/release`, { approve: true, reason: '고쳤습니다' })
      await until(async () => (await stateOf(api, projectId)) === undefined)
      released?.push((performance.now() - releasedAt) / 1_000)
    }
    say(
      `${databaseUrl ? 'postgres' : 'embedded'}: first call refused after ${percentile(first ?? [], 0.5)?.toFixed(2)} s`,
    )
    return {
      rateLimitRows: world.rows,
      refusedAs: [...codes],
      firstRefusedSeconds: figures(first ?? []),
      everythingAppliedSeconds: figures(everything ?? []),
      everythingReleasedSeconds: figures(released ?? []),
    }
  } finally {
    await server.stop()
    await simulator.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Api = (method: string, path: string, body?: unknown) => Promise<unknown>

function createApi(url: string, cookie: string): Api {
  return async (method, path, body) => {
    const answer = await fetch(url + path, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }
}

async function connect(api: Api, world: z.infer<typeof World>): Promise<string> {
  const { id: teamId } = Created.parse(await api('POST', '/api/teams', { name: '마케팅팀' }))
  await api('POST', `/api/teams/${teamId}/admin-keys`, { key: world.key })
  const { id } = Created.parse(await api('POST', '/api/projects', { teamId, name: 'chatbot-experiment' }))
  await api('POST', `/api/projects/${id}/bindings`, { externalIds: [world.projectId] })
  return id
}

/** A client that calls again and again, until it is told that it may not. */
async function untilRefused({ url, apiKey }: z.infer<typeof World>): Promise<{ at: number; code: string }> {
  const body = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: '안녕하세요' }], max_tokens: 8 })
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
  const giveUpAt = performance.now() + PATIENCE_MS
  while (performance.now() < giveUpAt) {
    const answer = await fetch(`${url}/chat/completions`, { method: 'POST', headers, body })
    if (answer.status === 429) return { at: performance.now(), code: Refusal.parse(await answer.json()).error.code }
    if (!answer.ok) throw new Error(`a call answered ${answer.status}: ${await answer.text()}`)
    await answer.arrayBuffer()
    await wait(CALL_EVERY_MS)
  }
  throw new Error('no call was refused')
}

async function stateOf(api: Api, projectId: string) {
  return State.parse(await api('GET', `/api/projects/${projectId}/block`)).blocks[0]
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS
  while (!(await holds())) {
    if (performance.now() > giveUpAt) throw new Error('the block did not come to its end')
    await wait(LOOK_EVERY_MS)
  }
}

function figures(values: readonly number[]) {
  return {
    p50: rounded(percentile(values, 0.5), 2),
    p99: rounded(percentile(values, 0.99), 2),
    max: rounded(Math.max(...values), 2),
  }
}
