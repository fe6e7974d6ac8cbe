import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { type Child, startChild } from './support/child.ts'
import { percentile, ratio, rounded } from './support/figures.ts'
import { startPostgres } from './support/postgres.ts'
import { say } from './support/progress.ts'
import { signIn } from './support/sign-in.ts'
import { sumsSql, type World, worldSql } from './value/fill.ts'

type Size = { world: World; calls: number[]; rounds: number }
const FULL: Size = {
  world: { projects: 100, days: 181, tasks: 8, models: 4, intents: 6, users: 60 },
  calls: [1_000_000, 10_000_000, 100_000_000],
  rounds: 2,
}
const QUICK: Size = {
  world: { projects: 20, days: 181, tasks: 8, models: 4, intents: 6, users: 60 },
  calls: [1_000_000, 10_000_000],
  rounds: 1,
}
const PERIODS = [7, 30, 90]
const COMPARISONS = 20

/** What the value panel and the comparison of all projects ask for, with the sums that 1, 10 and 100 million calls leave. */
export async function value(options: { quick: boolean }) {
  const size = options.quick ? QUICK : FULL
  const postgres = await startPostgres()
  try {
    const onPostgres = await measureOn({ DATABASE_URL: await postgres.createDatabase() }, size)
    const embedded = await measureOn({}, size)
    return { world: size.world, postgres: onPostgres, embedded }
  } finally {
    await postgres.stop()
  }
}

async function measureOn(environment: Record<string, string>, { world, calls, rounds }: Size) {
  const folder = mkdtempSync(join(tmpdir(), 'finops-bench-'))
  const server = startChild(new URL('./support/server-process.ts', import.meta.url), {
    ...environment,
    DATA_DIR: folder,
    PORT: '0',
  })
  const name = environment.DATABASE_URL ? 'postgres' : 'embedded'
  try {
    const url = await server.ask(z.string(), 'start')
    const cookie = await signIn(server, url)
    await run(server, worldSql(world))
    const { items } = await ask<{ items: { projectId: string }[] }>(url, cookie, '/api/projects?limit=100')
    const byCalls: Record<string, Awaited<ReturnType<typeof measure>>> = {}
    for (const count of calls) {
      await run(server, sumsSql(world, count))
      byCalls[count] = await measure({ server, url, cookie, projects: items.map((one) => one.projectId), rounds })
      say(`${name}, ${count} calls: ${JSON.stringify(byCalls[count])}`)
    }
    const p95 = calls.map((count) => byCalls[count]?.panel.p95 ?? null)
    return { byCalls, growthOfP95: ratio(p95.at(-1) ?? null, p95[0] ?? null) }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Target = { server: Child; url: string; cookie: string; projects: string[]; rounds: number }

/** Nothing is kept from before a round, so each answer is made anew; then the same once more from what was kept. */
async function measure({ server, url, cookie, projects, rounds }: Target) {
  const paths = projects.flatMap((id) => PERIODS.map((days) => `/api/projects/${id}/value?days=${days}`))
  await timed(url, cookie, paths.slice(0, 30))
  const made: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    await forget(server)
    made.push(...(await timed(url, cookie, paths)))
  }
  const kept = await timed(url, cookie, paths)
  const compared: number[] = []
  for (let time = 0; time < COMPARISONS; time += 1) {
    await forget(server)
    compared.push(...(await timed(url, cookie, ['/api/compare'])))
  }
  return { panel: figuresOf(made), keptPanel: figuresOf(kept), comparison: figuresOf(compared) }
}

const forget = (server: Child) => run(server, ['update derived.report_version set version = version + 1'])

async function timed(url: string, cookie: string, paths: readonly string[]): Promise<number[]> {
  const took: number[] = []
  for (const path of paths) {
    const began = performance.now()
    await ask(url, cookie, path)
    took.push(performance.now() - began)
  }
  return took
}

async function ask<Body>(url: string, cookie: string, path: string): Promise<Body> {
  const answer = await fetch(`${url}${path}`, { headers: { cookie } })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
  return (await answer.json()) as Body
}

async function run(server: Child, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await server.ask(z.null(), 'run', statement)
}

function figuresOf(took: readonly number[]) {
  return { p50: rounded(percentile(took, 0.5), 2), p95: rounded(percentile(took, 0.95), 2), questions: took.length }
}
