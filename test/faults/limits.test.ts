import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openRuntime, type Runtime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openReservations } from '../../src/limits/index.ts'
import { commandActor } from '../../src/people/actor.ts'
import { createLog } from '../../src/platform/log.ts'
import { startUpstream, type Upstream } from '../gateway/upstream.ts'
import { addProject, type Project, storeProviderKey, until } from '../gateway/workbench.ts'
import { runCallers } from '../limits/callers.ts'
import { type FarSide, reservations, sellingGpt4o, spentBy, UNITS_PER_DOLLAR } from '../limits/workbench.ts'
import { createServerDatabase } from '../support/database.ts'

const PROGRAM = fileURLToPath(new URL('./gateway-child.ts', import.meta.url))
const CALLERS = 200
const MAX_TOKENS = 400

type Gateway = { child: ChildProcess; url: string }

let upstream: Upstream
let database: Awaited<ReturnType<typeof createServerDatabase>>
let folders: string[]
let children: Set<ChildProcess>
let runtime: Runtime
let project: Project
let books: FarSide

const environmentOf = (folder: string) => ({
  DATA_DIR: folder,
  DATABASE_URL: database.url,
  OPENAI_BASE_URL: upstream.url,
  MASTER_KEY: '07'.repeat(32),
  PORT: '0',
})

const onServer = test.runIf(process.env.TEST_DATABASE_URL)

beforeEach(async () => {
  if (!process.env.TEST_DATABASE_URL) return
  upstream = await startUpstream()
  database = await createServerDatabase('limits')
  folders = [0, 1, 2].map(() => mkdtempSync(join(tmpdir(), 'finops-limits-')))
  children = new Set()
  books = { units: 0, calls: 0, underWay: 0, mostUnderWay: 0 }
  const config = readConfig(environmentOf(folders[2] ?? ''))
  runtime = await openRuntime(config, { log: createLog('silent'), roles: { web: false, jobs: false, gateway: false } })
  project = await addProject(runtime, { team: '마케팅팀', name: '광고 문구' })
  await storeProviderKey(runtime, project.id, 'sk-upstream-key-000000')
})
afterEach(async () => {
  if (!process.env.TEST_DATABASE_URL) return
  for (const child of children) child.kill('SIGKILL')
  await runtime.close()
  await upstream.close()
  await database.drop()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function startGateway(place: number): Promise<Gateway> {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { ...process.env, ...environmentOf(folders[place] ?? '') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  for await (const line of createInterface({ input: child.stdout })) return { child, url: JSON.parse(line).url }
  throw new Error('the gateway did not start')
}

async function end({ child }: Gateway, signal: NodeJS.Signals): Promise<void> {
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
  children.delete(child)
}

const spooled = (place: number) =>
  readdirSync(join(folders[place] ?? '', 'spool'), { recursive: true }).filter((name) =>
    String(name).endsWith('.calls'),
  )

onServer(
  '200 callers on two gateway processes never spend more than the limit, and are refused only when it is used up',
  async () => {
    const LIMIT = 4
    upstream.answers(sellingGpt4o(books, 150))
    await runtime.thresholds.set(commandActor, project.id, 'day', { limit: String(LIMIT), hard: true })
    const gateways = [await startGateway(0), await startGateway(1)]
    const urls = gateways.map(({ url }) => url)
    const started = performance.now()
    const seen = await runCallers({ urls, key: project.key, callers: CALLERS, maxTokens: MAX_TOKENS, books })
    const seconds = (performance.now() - started) / 1_000
    const spent = books.units / UNITS_PER_DOLLAR
    expect(seen.failed).toBe(0)
    expect(books.mostUnderWay).toBeGreaterThan(CALLERS / 2)
    expect(spent).toBeLessThanOrEqual(LIMIT)
    expect(seen.spentAtFirstRefusal).toBeGreaterThan(LIMIT - CALLERS * seen.mostOfOne)
    expect(spent).toBeGreaterThan(LIMIT - seen.mostOfOne)
    await until(async () => (await reservations(runtime)).length === 0)
    expect(Number(await spentBy(runtime, project.id))).toBeCloseTo(spent, 9)
    for (const gateway of gateways) await end(gateway, 'SIGTERM')
    process.stderr.write(
      `${books.calls} calls in ${seconds.toFixed(1)} s, ${books.mostUnderWay} at once: $${spent} of $${LIMIT}, first refused at $${seen.spentAtFirstRefusal}\n`,
    )
  },
  180_000,
)

onServer(
  'a process killed in the middle of it leaks no reservation, and starting again refills nothing',
  async () => {
    const LIMIT = 3
    upstream.answers(sellingGpt4o(books, 150))
    await runtime.thresholds.set(commandActor, project.id, 'day', { limit: String(LIMIT), hard: true })
    const first = await startGateway(0)
    const second = await startGateway(1)
    const urls = [first.url, second.url]
    const running = runCallers({ urls, key: project.key, callers: CALLERS, maxTokens: MAX_TOKENS, books })
    await until(() => books.units / UNITS_PER_DOLLAR > LIMIT / 3)
    await end(first, 'SIGKILL')
    const seen = await running
    expect(books.units / UNITS_PER_DOLLAR).toBeLessThanOrEqual(LIMIT)
    // What was under way in it stays reserved until it expires.
    expect((await openReservations(runtime.database.db)).open).toBeGreaterThan(0)
    const again = await startGateway(0)
    await until(() => spooled(0).length === 0, 60_000)
    const refill = await runCallers({ urls: [again.url], key: project.key, callers: 50, maxTokens: MAX_TOKENS, books })
    expect(books.units / UNITS_PER_DOLLAR).toBeLessThanOrEqual(LIMIT)
    await until(async () => (await openReservations(runtime.database.db)).open === 0, 90_000)
    // Calls that the killed process had under way were never told to anybody: the far side's books know them, ours do not.
    const lost = books.units / UNITS_PER_DOLLAR - Number(await spentBy(runtime, project.id))
    expect(lost).toBeGreaterThanOrEqual(-1e-9)
    expect(lost).toBeLessThanOrEqual(CALLERS * seen.mostOfOne)
    await wait(100)
    process.stderr.write(
      `killed: ${books.calls} calls, $${books.units / UNITS_PER_DOLLAR} of $${LIMIT}; after starting again ${refill.answered} answered, ${refill.refused} refused; $${lost} was never told\n`,
    )
    await end(again, 'SIGTERM')
    await end(second, 'SIGTERM')
  },
  300_000,
)
