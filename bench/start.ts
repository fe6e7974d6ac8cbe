import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { startChild } from './support/child.ts'
import { spread } from './support/figures.ts'
import { startPostgres } from './support/postgres.ts'
import { say } from './support/progress.ts'

const RUNS = { full: 3, quick: 1 }
const REST_MS = { full: 5_000, quick: 1_000 }
const ASK_EVERY_MS = 20

type Start = { readySeconds: number; restingMegabytes: number }

/** From the start of the process to the first 200 of `/readyz`, and what it holds when nobody asks for anything. */
export async function start(options: { quick: boolean }) {
  const speed = options.quick ? 'quick' : 'full'
  const postgres = await startPostgres()
  const results: Record<'embeddedFresh' | 'embeddedExisting' | 'postgresFresh' | 'postgresExisting', Start[]> = {
    embeddedFresh: [],
    embeddedExisting: [],
    postgresFresh: [],
    postgresExisting: [],
  }
  try {
    for (let run = 0; run < RUNS[speed]; run += 1) {
      const folder = mkdtempSync(join(tmpdir(), 'finops-bench-'))
      const databaseUrl = await postgres.createDatabase()
      try {
        results.embeddedFresh.push(await startOnce({ DATA_DIR: folder }, REST_MS[speed]))
        results.embeddedExisting.push(await startOnce({ DATA_DIR: folder }, REST_MS[speed]))
        const onPostgres = { DATA_DIR: folder, DATABASE_URL: databaseUrl }
        results.postgresFresh.push(await startOnce(onPostgres, REST_MS[speed]))
        results.postgresExisting.push(await startOnce(onPostgres, REST_MS[speed]))
      } finally {
        await postgres.dropDatabase(databaseUrl)
        rmSync(folder, { recursive: true, force: true })
      }
    }
  } finally {
    await postgres.stop()
  }
  return Object.fromEntries(Object.entries(results).map(([name, starts]) => [name, summary(starts)]))
}

async function startOnce(environment: Record<string, string>, restMs: number): Promise<Start> {
  const port = await freePort()
  const began = performance.now()
  const server = startChild(new URL('./support/server-process.ts', import.meta.url), {
    ...environment,
    PORT: String(port),
  })
  try {
    const listening = server.ask(z.string(), 'start')
    await Promise.all([listening, untilReady(port)])
    const readySeconds = (performance.now() - began) / 1_000
    await wait(restMs)
    const resting = server.restingMegabytes() ?? 0
    say(`ready after ${readySeconds.toFixed(2)} s, ${resting} MB at rest`)
    return { readySeconds, restingMegabytes: resting }
  } finally {
    await server.stop()
  }
}

async function untilReady(port: number): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null)
    await answer?.arrayBuffer()
    if (answer?.ok) return
    await wait(ASK_EVERY_MS)
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (!address || typeof address === 'string') throw new Error('no free port')
  return address.port
}

function summary(starts: readonly Start[]) {
  return {
    readySeconds: spread(starts.map((one) => one.readySeconds)),
    restingMegabytes: spread(starts.map((one) => one.restingMegabytes)),
  }
}
