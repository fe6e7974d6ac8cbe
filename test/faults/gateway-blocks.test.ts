import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openRuntime, type Runtime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { commandActor } from '../../src/people/actor.ts'
import { createLog } from '../../src/platform/log.ts'
import { json, startUpstream, type Upstream } from '../gateway/upstream.ts'
import { addProject, type Project, storeProviderKey, until } from '../gateway/workbench.ts'
import { createServerDatabase } from '../support/database.ts'

const PROGRAM = fileURLToPath(new URL('./gateway-child.ts', import.meta.url))
const PROCESSES = 2
const OWN_KEY = 'sk-own-key-of-the-caller'
const ROUTES = [
  ['POST', '/chat/completions'],
  ['POST', '/responses'],
  ['POST', '/embeddings'],
  ['POST', '/files'],
  ['GET', '/files/file-1/content'],
  ['POST', '/batches'],
  ['POST', '/audio/speech'],
  ['POST', '/audio/transcriptions'],
  ['POST', '/images/generations'],
  ['POST', '/moderations'],
  ['GET', '/models'],
  ['PUT', '/nobody/knows/this'],
] as const

const isPostgres = Boolean(process.env.TEST_DATABASE_URL)
let upstream: Upstream
let runtime: Runtime
let project: Project
let drop: () => Promise<void>
const folders: string[] = []
const gateways: { child: ChildProcess; pool: Pool }[] = []

beforeAll(async () => {
  if (!inject('postgresUrl')) return
  upstream = await startUpstream()
  upstream.answers(json({ object: 'list' }))
  const database = await createServerDatabase('gateway_blocks')
  drop = database.drop
  const environment = () => {
    const folder = mkdtempSync(join(tmpdir(), 'finops-gateway-blocks-'))
    folders.push(folder)
    const address = { DATABASE_URL: database.url, OPENAI_BASE_URL: upstream.url }
    return { DATA_DIR: folder, PORT: '0', MASTER_KEY: '07'.repeat(32), ...address }
  }
  runtime = await openRuntime(readConfig(environment()), {
    log: createLog('silent'),
    roles: { web: false, jobs: false, gateway: false },
  })
  project = await addProject(runtime, { team: '마케팅팀', name: '광고 문구' })
  await storeProviderKey(runtime, project.id, 'sk-upstream-key-000000')
  for (let place = 0; place < PROCESSES; place += 1) gateways.push(await startGateway(environment()))
}, 120_000)

afterAll(async () => {
  for (const { child, pool } of gateways) {
    await pool.destroy()
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await exited
  }
  await runtime?.close()
  await upstream?.close()
  await drop?.()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function startGateway(environment: Record<string, string>) {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout }))
    return { child, pool: new Pool(JSON.parse(line).url, { connections: 32 }) }
  throw new Error('the gateway did not start')
}

const keysOf = ({ key }: Project): readonly (readonly [string, Record<string, string>])[] => [
  ['stored key', { authorization: `Bearer ${key}` }],
  ['own key', { authorization: `Bearer ${OWN_KEY}`, 'x-finops-key': key }],
]

type Way = { name: string; pool: Pool; method: string; path: string; headers: Record<string, string> }

function ways(): Way[] {
  return gateways.flatMap(({ pool }, place) =>
    keysOf(project).flatMap(([kind, headers]) =>
      ROUTES.map(([method, path]) => ({
        name: `process ${place + 1}, ${kind}, ${method} ${path}`,
        pool,
        method,
        path: `/openai/v1${path}`,
        headers: { ...headers, 'content-type': 'application/json' },
      })),
    ),
  )
}

async function statusOf({ pool, method, path, headers }: Way): Promise<number> {
  const body = method === 'GET' ? null : '{"model":"gpt-4o"}'
  const answer = await pool.request({ method, path, headers, body })
  await answer.body.dump()
  return answer.statusCode
}

/** Milliseconds until each way answers like this for good, from now on. */
async function timesUntil(status: number, since: number): Promise<Map<string, number>> {
  const times = new Map<string, number>()
  await Promise.all(
    ways().map(async (way) => {
      while ((await statusOf(way)) !== status) {
        if (performance.now() - since > 20_000) throw new Error(`${way.name} never answered ${status}`)
      }
      times.set(way.name, performance.now() - since)
    }),
  )
  return times
}

test.runIf(isPostgres)(
  'a block reaches every route of every process with either key in less than a second, and so does its release',
  async () => {
    await Promise.all(ways().map((way) => until(async () => (await statusOf(way)) === 200)))
    const began = performance.now()
    const pending = timesUntil(403, began)
    const block = await runtime.blocking.blockProject(commandActor, project.id, {
      grade: 'stop',
      reason: '점검',
      until: { kind: 'approval' },
    })
    const committed = performance.now() - began
    const times = await pending
    const slowest = [...times].toSorted(([, left], [, right]) => right - left)[0]
    const last = (slowest?.[1] ?? Number.POSITIVE_INFINITY) - committed
    process.stderr.write(
      `${times.size} ways (route × process × key) refuse; the last ${last.toFixed(0)} ms after the block was committed (${slowest?.[0]})\n`,
    )
    expect(times.size).toBe(PROCESSES * 2 * ROUTES.length)
    expect(last).toBeLessThan(1_000)
    // Once refused, nothing gets through any more.
    const seen = upstream.seen.length
    expect(new Set(await Promise.all(ways().map(statusOf)))).toEqual(new Set([403]))
    expect(upstream.seen.length).toBe(seen)
    const released = performance.now()
    await runtime.blocking.decideRelease(commandActor, block.id, { approve: true, reason: '고쳤습니다' })
    const open = await timesUntil(200, released)
    process.stderr.write(
      `all of them are open again ${Math.max(...open.values()).toFixed(0)} ms after the release was asked for\n`,
    )
  },
  120_000,
)
