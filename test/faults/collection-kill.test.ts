import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { openRuntime, type Runtime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { commandActor } from '../../src/people/actor.ts'
import { fixedClock } from '../../src/platform/clock.ts'
import { addDays, costDayOf } from '../../src/platform/cost-day.ts'
import { createLog } from '../../src/platform/log.ts'
import { createSimulator, type Simulator } from '../../src/simulator/index.ts'
import { expectSumsToFollowLines, ledgerRows, truthRows } from '../collection/ledger.ts'
import { killCount } from './kill-count.ts'

const KILLS = killCount(10)
const PROGRAM = fileURLToPath(new URL('./collection-child.ts', import.meta.url))

let simulator: Simulator
let environment: Record<string, string>
let directory: string
let window: { from: string; to: string }
let dropDatabase = async () => {}

type Report = { ready?: true; id: string; daysDone: number; state: string }

/** The bill stands still, so that whatever the ledger traces as a change is a mistake. */
async function prepare(kind: 'embedded' | 'postgres'): Promise<void> {
  environment = { ...environment, ...(kind === 'postgres' ? { DATABASE_URL: await createDatabase() } : {}) }
  await withRuntime(async ({ teams, database }) => {
    const team = await teams.teams.create(commandActor, '마케팅팀')
    await teams.adminKeys.register(commandActor, team.id, { key: simulator.keys.full, baseUrl: null })
    const project = await teams.projects.create(commandActor, { teamId: team.id, name: '검색' })
    await teams.bindings.bind(
      commandActor,
      project.id,
      simulator
        .projects()
        .slice(0, 2)
        .map(({ id }) => id),
    )
    await vi.waitFor(async () => {
      expect((await sql`select 1 from collections`.execute(database.db)).rows).toHaveLength(1)
    })
  })
  simulator.faults.push({ match: 'organization/costs', kind: 'slow', delayMs: 15, times: 100_000 })
}

async function withRuntime<Result>(work: (runtime: Runtime) => Promise<Result>): Promise<Result> {
  const runtime = await openRuntime(readConfig(environment), {
    log: createLog('silent'),
    roles: { web: false, jobs: false },
  })
  try {
    return await work(runtime)
  } finally {
    await runtime.close()
  }
}

async function createDatabase(): Promise<string> {
  const server = inject('postgresUrl')
  const name = `kill_${randomBytes(6).toString('hex')}`
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: server })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await run(`create database ${name} template ${inject('postgresTemplate')}`)
  dropDatabase = () => run(`drop database ${name} with (force)`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.toString()
}

const children = new Set<ChildProcess>()

/** Runs until it ends by itself, or is killed so long after it has begun its work. Answers with what it said. */
async function collectUntil(killAfterMs: number | null): Promise<{ reports: Report[]; ended: boolean }> {
  const { from, to } = window
  const child = spawn(process.execPath, [PROGRAM, from, to], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  const exited = once(child, 'exit')
  const reports: Report[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    const report: Report = JSON.parse(line)
    if (!report.ready) reports.push(report)
    else if (killAfterMs !== null) void wait(killAfterMs).then(() => child.kill('SIGKILL'))
  }
  const [code, signal] = await exited
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the collecting process failed with ${code ?? signal}`)
  children.delete(child)
  return { reports, ended: code === 0 }
}

/** How far each collection was, in the order in which it was told: never less than before. */
function expectProgress(reports: readonly Report[]): void {
  const known = new Map<string, number>()
  for (const { id, daysDone } of reports) {
    expect(daysDone, id).toBeGreaterThanOrEqual(known.get(id) ?? 0)
    known.set(id, daysDone)
  }
}

async function expectLedgerIsTruth(): Promise<void> {
  await withRuntime(async ({ database }) => {
    expect(await ledgerRows(database)).toEqual(truthRows(simulator, window))
    await expectSumsToFollowLines(database)
    const { rows: changes } = await sql`select * from billed_changes`.execute(database.db)
    expect(changes).toEqual([])
    const { rows } = await sql<{ state: string; days: number; cost: { USD: string } }>`
      select distinct state, days_done as days, cost from collections`.execute(database.db)
    expect(rows).toEqual([{ state: 'done', days: 181, cost: { USD: simulator.truth.total(window.from, window.to) } }])
  })
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'finops-collect-kill-'))
  const now = new Date()
  window = { from: addDays(costDayOf(now), -180), to: costDayOf(now) }
  simulator = createSimulator({ clock: fixedClock(now), historyDays: 200, projectCount: 3, pageSize: 3 })
  const { url } = await simulator.listen()
  environment = { DATA_DIR: directory, OPENAI_BASE_URL: url, PORT: '0' }
})

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await simulator.close()
  await dropDatabase()
  dropDatabase = async () => {}
  rmSync(directory, { recursive: true, force: true })
})

const kind = process.env.TEST_DATABASE_URL ? 'postgres' : 'embedded'

describe(`on ${kind}`, () => {
  test(`a collection killed at ${KILLS} moments goes on where it was and ends with the provider’s bill`, async () => {
    await prepare(kind)
    const told: Report[] = []
    let killed = 0
    while (killed < KILLS) {
      const { reports, ended } = await collectUntil(randomInt(0, 500))
      told.push(...reports)
      if (!ended) killed += 1
    }
    told.push(...(await collectUntil(null)).reports)
    expectProgress(told)
    await expectLedgerIsTruth()
  }, 1_800_000)
})

test.runIf(process.env.TEST_DATABASE_URL)(
  'two processes at once leave one ledger, and each step is taken once, also when one takes over from the other',
  async () => {
    await prepare('postgres')
    const pair = await Promise.all([collectUntil(null), collectUntil(null)])
    expect(pair.map(({ ended }) => ended)).toEqual([true, true])
    await expectLedgerIsTruth()

    const client = new pg.Client({ connectionString: environment.DATABASE_URL })
    await client.connect()
    let running = true
    const disturb = (async () => {
      while (running) {
        await client.query(
          `update collections set lease_until = now() - interval '1 second' where lease_until is not null`,
        )
        await wait(40)
      }
    })()
    await Promise.all([collectUntil(null), collectUntil(null), collectUntil(null)])
    running = false
    await disturb
    await client.end()
    await collectUntil(null)
    await expectLedgerIsTruth()
  },
  120_000,
)
