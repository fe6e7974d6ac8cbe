import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { z } from 'zod'
import { callDays, callHours, callsBy } from '../src/calls/index.ts'
import { addDays, costDayOf, startOfDay } from '../src/platform/cost-day.ts'
import { type Database, openPostgres } from '../src/platform/db/database.ts'
import { copyRows, rowsForCopy } from './calls/copy-rows.ts'
import { fillCalls } from './calls/fill.ts'
import { type Child, startChild } from './support/child.ts'
import { median, percentile, ratio, rounded } from './support/figures.ts'
import { startPostgres } from './support/postgres.ts'
import { say } from './support/progress.ts'
import { signIn } from './support/sign-in.ts'

const FULL = { batches: 120, embeddedBatches: 40, runs: 3, calls: [1_000_000, 10_000_000], questions: 200 }
const QUICK = { batches: 30, embeddedBatches: 10, runs: 1, calls: [20_000, 200_000], questions: 40 }
const BATCH = 1_000
const SENDERS = 4
const PROJECTS = 4

const Key = z.object({ projectId: z.string(), secret: z.string() })
const Recorded = z.object({
  perSecond: z.number(),
  missing: z.number(),
  batchP50: z.number().nullable(),
  batchP95: z.number().nullable(),
})

/** `POST /api/calls` in batches of 1,000 beside a bare COPY of the same rows, and what a project's page reads of its calls. */
export async function calls(options: { quick: boolean; runs: number | null }) {
  const size = { ...(options.quick ? QUICK : FULL), ...(options.runs ? { runs: options.runs } : {}) }
  const postgres = await startPostgres()
  try {
    const url = await postgres.createDatabase()
    const onPostgres = await record({ DATABASE_URL: url }, size.batches, size.runs)
    const copy = await measureCopy(url, size.runs)
    await postgres.dropDatabase(url)
    const embedded = await record({}, size.embeddedBatches, size.runs)
    const sums: Record<string, Awaited<ReturnType<typeof measureSums>>> = {}
    for (const count of size.calls) {
      const database = await postgres.createDatabase()
      sums[count] = await measureSums(database, count, size.questions)
      say(`${count} calls: ${JSON.stringify(sums[count])}`)
      await postgres.dropDatabase(database)
    }
    return {
      batch: BATCH,
      senders: SENDERS,
      postgres: { ...onPostgres, copy, ofBareCopy: ratio(onPostgres.perSecond, copy.inBatches) },
      embedded,
      pageOfProject: sums,
      growthOfP95: growthOf(Object.values(sums)),
    }
  } finally {
    await postgres.stop()
  }
}

async function record(environment: Record<string, string>, batches: number, runs: number) {
  const folder = mkdtempSync(join(tmpdir(), 'finops-bench-'))
  const server = startChild(new URL('./support/server-process.ts', import.meta.url), {
    ...environment,
    DATA_DIR: folder,
    PORT: '0',
  })
  const load = startChild(new URL('./calls/load-process.ts', import.meta.url))
  try {
    const url = await server.ask(z.string(), 'start')
    const keys = await server.ask(z.array(Key), 'addProjectKeys', PROJECTS)
    const task = { url, secrets: keys.map(({ secret }) => secret), size: BATCH, senders: SENDERS }
    await load.ask(Recorded, 'record', { ...task, batches: Math.ceil(batches / 4) })
    const measured: z.infer<typeof Recorded>[] = []
    const processorSeconds = await processorOf(server)
    for (let run = 0; run < runs; run += 1) measured.push(await load.ask(Recorded, 'record', { ...task, batches }))
    const used = (await processorOf(server)) - processorSeconds
    say(`${environment.DATABASE_URL ? 'postgres' : 'embedded'}: ${JSON.stringify(measured)}`)
    return {
      perSecond: median(measured.map((one) => one.perSecond)),
      batchP50: median(measured.flatMap((one) => one.batchP50 ?? [])),
      batchP95: median(measured.flatMap((one) => one.batchP95 ?? [])),
      missing: measured.reduce((sum, one) => sum + one.missing, 0),
      serverProcessorMsPerBatch: rounded((used * 1_000) / (runs * batches)),
      serverPeakMegabytes: server.peakMegabytes(),
    }
  } finally {
    await load.stop()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const processorOf = (server: Child): Promise<number> => server.ask(z.number(), 'processorSeconds')

/** The same rows, formatted beforehand, into a table with the same keys: as batches that are committed each, and all at once. */
async function measureCopy(url: string, runs: number) {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  try {
    const { rows } = await pool.query<{ name: string }>(
      `select relid::regclass::text as name from pg_stat_user_tables where relname like 'calls\\_2%' order by n_tup_ins desc limit 1`,
    )
    const table = rows[0]?.name ?? ''
    const chunks = await rowsForCopy(pool, table, BATCH, 100 * BATCH)
    await pool.query(`create table bare (like ${table} including all)`)
    const copied = { inBatches: [] as number[], atOnce: [] as number[] }
    for (let run = 0; run < runs; run += 1) {
      await pool.query('truncate bare; checkpoint')
      copied.inBatches.push(await copyRows(url, 'bare', chunks, BATCH, SENDERS))
      await pool.query('truncate bare; checkpoint')
      copied.atOnce.push(await copyRows(url, 'bare', [Buffer.concat(chunks)], chunks.length * BATCH, 1))
    }
    say(`copy: ${JSON.stringify(copied)}`)
    return { inBatches: median(copied.inBatches), atOnce: median(copied.atOnce), rows: chunks.length * BATCH }
  } finally {
    await pool.end()
  }
}

async function measureSums(url: string, count: number, questions: number) {
  const folder = mkdtempSync(join(tmpdir(), 'finops-bench-'))
  const server = startChild(new URL('./support/server-process.ts', import.meta.url), {
    DATABASE_URL: url,
    DATA_DIR: folder,
    PORT: '0',
  })
  const database = await openPostgres(url, { maxConnections: 2 })
  try {
    const address = await server.ask(z.string(), 'start')
    const cookie = await signIn(server, address)
    const [key] = await server.ask(z.array(Key), 'addProjectKeys', 1)
    const projectId = key?.projectId ?? ''
    const today = costDayOf(new Date())
    await fillCalls(database.pool, projectId, count, today)
    const list = async (query: string) => {
      const answer = await fetch(`${address}/api/projects/${projectId}/calls${query}`, { headers: { cookie } })
      if (!answer.ok) throw new Error(`the list answered ${answer.status}`)
      await answer.arrayBuffer()
    }
    return {
      sums: await timed(questions, () => readSums(database, projectId, today)),
      list: await timed(questions, () => list('')),
      listOfTask: await timed(questions, () => list('?task=task-1')),
    }
  } finally {
    await database.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** All that a project's page shows of its calls: 30 days, the four dimensions, the last 24 hours. */
async function readSums({ db }: Database, projectId: string, today: string): Promise<void> {
  const span = { from: addDays(today, -29), to: today }
  await callDays(db, [projectId], span)
  for (const dimension of ['task', 'model', 'intent', 'user'] as const)
    await callsBy(db, projectId, dimension, span, 20)
  await callHours(db, projectId, { from: startOfDay(today), to: startOfDay(addDays(today, 1)) })
}

async function timed(times: number, act: () => Promise<void>) {
  const taken: number[] = []
  for (let time = 0; time < times + 5; time += 1) {
    const began = performance.now()
    await act()
    if (time >= 5) taken.push(performance.now() - began)
  }
  return { p50: rounded(percentile(taken, 0.5)), p95: rounded(percentile(taken, 0.95)) }
}

function growthOf(sums: readonly Awaited<ReturnType<typeof measureSums>>[]) {
  const [first, last] = [sums[0], sums.at(-1)]
  if (!first || !last) return null
  return {
    sums: ratio(last.sums.p95, first.sums.p95),
    list: ratio(last.list.p95, first.list.p95),
    listOfTask: ratio(last.listOfTask.p95, first.listOfTask.p95),
  }
}
