import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { z } from 'zod'
import { addDays, costDayOf } from '../src/platform/cost-day.ts'
import { fillDays, fillWorld, type World } from './pages/fill.ts'
import { type Child, startChild } from './support/child.ts'
import { median, ratio } from './support/figures.ts'
import { startPostgres } from './support/postgres.ts'
import { say } from './support/progress.ts'
import { signIn } from './support/sign-in.ts'

const Measured = z.object({
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
  perSecond: z.number().nullable(),
  answerBytes: z.number(),
  failed: z.number(),
})
type Measured = z.infer<typeof Measured>

type Size = { world: World; spans: number[]; runs: number; seconds: number }
const FULL: Size = {
  world: { teams: 20, projects: 1_000, lineItems: 10, unattributed: 14 },
  spans: [365, 1_095],
  runs: 3,
  seconds: 5,
}
const QUICK: Size = {
  world: { teams: 20, projects: 100, lineItems: 10, unattributed: 14 },
  spans: [60, 180],
  runs: 1,
  seconds: 2,
}
const READERS = 20

/** What the pages ask for, over HTTP with a session, on one year and then on three years of bills. */
export async function pages(options: { quick: boolean }) {
  const size = options.quick ? QUICK : FULL
  const folder = mkdtempSync(join(tmpdir(), 'finops-bench-'))
  const postgres = await startPostgres()
  const url = await postgres.createDatabase()
  const server = startChild(new URL('./support/server-process.ts', import.meta.url), {
    DATA_DIR: folder,
    DATABASE_URL: url,
    PORT: '0',
  })
  const load = startChild(new URL('./pages/load-process.ts', import.meta.url))
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  try {
    const address = await server.ask(z.string(), 'start')
    const cookie = await signIn(server, address)
    await fillWorld(pool, size.world)
    const { rows: projects } = await pool.query<{ id: string }>('select id from projects order by random()')
    const endpoints = {
      me: ['/api/me'],
      home: ['/api/home'],
      projects: ['/api/projects'],
      projectSpend: projects.map(({ id }) => `/api/projects/${id}/spend?days=30`),
    }
    const today = costDayOf(new Date())
    const byDays: Record<string, Record<string, unknown>> = {}
    let lines = 0
    let filledFrom = addDays(today, 1)
    for (const days of size.spans) {
      const from = addDays(today, 1 - days)
      lines += await fillDays(url, from, addDays(filledFrom, -1), (day) => say(`filled from ${day}`))
      filledFrom = from
      const figures: Record<string, unknown> = { lines }
      for (const [name, paths] of Object.entries(endpoints)) {
        figures[name] = await measure(load, { url: address, cookie, paths }, size)
        say(`${days} days, ${name}: ${JSON.stringify(figures[name])}`)
      }
      byDays[days] = figures
    }
    return {
      readers: READERS,
      world: size.world,
      byDays,
      growthOfP95: growth(byDays),
      serverPeakMegabytes: server.peakMegabytes(),
    }
  } finally {
    await pool.end()
    await load.stop()
    await server.stop()
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(load: Child, target: { url: string; cookie: string; paths: string[] }, size: Size) {
  const ask = (readers: number, seconds: number): Promise<Measured> =>
    load.ask(Measured, 'load', { ...target, readers, seconds })
  await ask(READERS, Math.min(3, size.seconds))
  const runs: Measured[] = []
  for (let run = 0; run < size.runs; run += 1) runs.push(await ask(READERS, size.seconds))
  const alone = await ask(1, Math.min(3, size.seconds))
  return {
    p50: middle(runs, 'p50'),
    p95: middle(runs, 'p95'),
    p99: middle(runs, 'p99'),
    perSecond: middle(runs, 'perSecond'),
    oneReader: { p50: alone.p50, p95: alone.p95 },
    answerBytes: runs[0]?.answerBytes ?? 0,
    failed: runs.reduce((sum, run) => sum + run.failed, 0),
  }
}

function middle(runs: readonly Measured[], field: 'p50' | 'p95' | 'p99' | 'perSecond'): number | null {
  return median(runs.flatMap((run) => run[field] ?? []))
}

const WithP95 = z.object({ p95: z.number().nullable() })

/** P95 of the longest span to that of the shortest: 1 is flat. */
function growth(byDays: Record<string, Record<string, unknown>>): Record<string, number | null> {
  const spans = Object.values(byDays)
  const [first, last] = [spans[0], spans.at(-1)]
  const p95 = (span: Record<string, unknown> | undefined, name: string) =>
    WithP95.safeParse(span?.[name]).data?.p95 ?? null
  const names = Object.keys(first ?? {}).filter((name) => name !== 'lines')
  return Object.fromEntries(names.map((name) => [name, ratio(p95(last, name), p95(first, name))]))
}
