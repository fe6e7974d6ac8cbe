import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { openRuntime, type Runtime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/platform/log.ts'
import { startUpstream, type Upstream } from '../gateway/upstream.ts'
import { addProject, storeProviderKey, until } from '../gateway/workbench.ts'
import { createServerDatabase } from '../support/database.ts'
import { answerWithIds, startCallers } from './gateway-callers.ts'
import { killCount } from './kill-count.ts'

const KILLS = killCount(6)
/** After the first call was read; shorter where there are many kills, which then still fall anywhere in a batch. */
const LONGEST_LIFE_MS = KILLS > 20 ? 500 : 1_200
const PROGRAM = fileURLToPath(new URL('./gateway-child.ts', import.meta.url))

let directory: string
let upstream: Upstream
let environment: Record<string, string>
let dropDatabase: (() => Promise<void>) | null = null
const children = new Set<ChildProcess>()

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'finops-gateway-kill-'))
  upstream = await startUpstream()
  environment = { DATA_DIR: directory, OPENAI_BASE_URL: upstream.url, PORT: '0' }
  if (!inject('postgresUrl')) return
  const database = await createServerDatabase('gateway_kill')
  dropDatabase = database.drop
  environment.DATABASE_URL = database.url
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await upstream.close()
  await dropDatabase?.()
  dropDatabase = null
  rmSync(directory, { recursive: true, force: true })
})

async function withRuntime<Result>(gateway: boolean, work: (runtime: Runtime) => Promise<Result>): Promise<Result> {
  const roles = { web: false, jobs: false, gateway }
  const runtime = await openRuntime(readConfig(environment), { log: createLog('silent'), roles })
  try {
    await runtime.start()
    return await work(runtime)
  } finally {
    await runtime.close()
  }
}

async function startGateway(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  for await (const line of createInterface({ input: child.stdout })) return { child, url: JSON.parse(line).url }
  throw new Error('the gateway did not start')
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
  children.delete(child)
}

test(`a gateway killed at ${KILLS} moments under load loses no call that was read to its end, and records none twice`, async () => {
  answerWithIds(upstream)
  const project = await withRuntime(false, async (runtime) => {
    const added = await addProject(runtime, { team: '마케팅팀', name: '광고 문구' })
    await storeProviderKey(runtime, added.id, 'sk-upstream-key-000000')
    return added
  })
  const callers = startCallers(8)
  for (let kill = 0; kill < KILLS; kill += 1) {
    const { child, url } = await startGateway()
    const before = callers.read.size
    callers.pointTo(url, project.key)
    await until(() => callers.read.size > before, 60_000)
    await wait(randomInt(0, LONGEST_LIFE_MS))
    await end(child, 'SIGKILL')
  }
  const { child, url } = await startGateway()
  callers.pointTo(url, project.key)
  await wait(300)
  await callers.stop()
  await end(child, 'SIGTERM')
  await withRuntime(true, async ({ database, gateway }) => {
    await until(async () => gateway?.figures().spool.waiting === 0 && spoolFiles().length === 0, 60_000)
    const { rows } = await sql<{ id: string; calls: number; input: number | null; result: string }>`
      select response_id as id, count(*) as calls, max(input_tokens) as input, max(result) as result
      from calls where response_id is not null group by response_id`.execute(database.db)
    const stored = new Map(rows.map((row) => [row.id, row]))
    const lost = [...callers.read].filter((id) => !stored.has(id))
    expect(lost).toEqual([])
    expect(rows.filter(({ calls }) => calls !== 1)).toEqual([])
    const unread = [...callers.read].filter((id) => stored.get(id)?.input !== 10 || stored.get(id)?.result !== 'ok')
    expect(unread).toEqual([])
    // What OpenAI answered and nobody recorded was cut off by a kill: at most what was under way then.
    expect(stored.size).toBeLessThanOrEqual(upstream.seen.length)
    expect(upstream.seen.length - stored.size).toBeLessThanOrEqual(8 * (KILLS + 1))
    const { rows: sums } = await sql<{ calls: number }>`
      select sum(calls) as calls from call_days where dimension = 'all'`.execute(database.db)
    const { rows: all } = await sql<{ calls: number }>`select count(*) as calls from calls`.execute(database.db)
    expect(Number(sums[0]?.calls)).toBe(all[0]?.calls)
    process.stderr.write(
      `${KILLS} kills: ${upstream.seen.length} calls at the upstream, ${callers.read.size} read to the end, ${stored.size} recorded\n`,
    )
  })
}, 1_800_000)

test('a gateway that is told to stop under load lets calls under way end, and loses none', async () => {
  answerWithIds(upstream)
  const project = await withRuntime(false, async (runtime) => {
    const added = await addProject(runtime, { team: '마케팅팀', name: '광고 문구' })
    await storeProviderKey(runtime, added.id, 'sk-upstream-key-000000')
    return added
  })
  const callers = startCallers(8)
  for (let stop = 0; stop < 2; stop += 1) {
    const { child, url } = await startGateway()
    const before = callers.read.size
    callers.pointTo(url, project.key)
    await until(() => callers.read.size > before + 50, 60_000)
    await end(child, 'SIGTERM')
    expect(spoolFiles()).toEqual([])
  }
  await callers.stop()
  await withRuntime(false, async ({ database }) => {
    const { rows } = await sql<{ id: string; calls: number }>`
      select response_id as id, count(*) as calls from calls where response_id is not null group by 1`.execute(
      database.db,
    )
    const stored = new Set(rows.map(({ id }) => id))
    expect([...callers.read].filter((id) => !stored.has(id))).toEqual([])
    // Whatever OpenAI was asked was recorded: nothing was cut off.
    expect(stored.size).toBe(upstream.seen.length)
    expect(rows.filter(({ calls }) => calls !== 1)).toEqual([])
  })
}, 180_000)

function spoolFiles(): string[] {
  return readdirSync(join(directory, 'spool'), { recursive: true })
    .filter((name) => String(name).endsWith('.calls'))
    .map(String)
}
