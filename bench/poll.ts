import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { startChild } from './support/child.ts'
import { rounded, spread } from './support/figures.ts'
import { startPostgres } from './support/postgres.ts'
import { say } from './support/progress.ts'

const FULL = { projects: 1_000, rounds: 7 }
const QUICK = { projects: 100, rounds: 2 }
const MINUTES_BETWEEN = 5

const Simulated = z.object({ url: z.string(), key: z.string(), projectIds: z.array(z.string()) })
const Polled = z.object({ seconds: z.number(), processorSeconds: z.number(), requests: z.int() })
const Counted = z.object({ series: z.int(), minutes: z.int() })

/** One poll end to end: ten kinds of use asked for over HTTP, read, priced, summed and judged; first the whole day, then every five minutes. */
export async function poll(options: { quick: boolean }) {
  const size = options.quick ? QUICK : FULL
  const postgres = await startPostgres()
  const results: Record<string, unknown> = { ...size, minutesBetween: MINUTES_BETWEEN }
  try {
    for (const kind of ['postgres', 'embedded'] as const) {
      results[kind] = await measure(size, kind === 'postgres' ? await postgres.createDatabase() : '')
    }
  } finally {
    await postgres.stop()
  }
  return results
}

async function measure({ projects, rounds }: typeof FULL, databaseUrl: string) {
  const folder = mkdtempSync(join(tmpdir(), 'finops-bench-'))
  const simulator = startChild(new URL('./poll/simulator-process.ts', import.meta.url))
  const simulated = await simulator.ask(Simulated, 'start', { projects })
  const poller = startChild(new URL('./poll/poll-process.ts', import.meta.url), {
    DATA_DIR: folder,
    OPENAI_BASE_URL: simulated.url,
    DATABASE_URL: databaseUrl,
  })
  try {
    const { limits } = await poller.ask(z.object({ limits: z.int() }), 'prepare', simulated)
    const first = await poller.ask(Polled, 'poll')
    const next: z.infer<typeof Polled>[] = []
    for (let round = 0; round < rounds; round += 1) {
      for (const process of [simulator, poller]) await process.ask(z.null(), 'putForward', MINUTES_BETWEEN)
      next.push(await poller.ask(Polled, 'poll'))
    }
    const seconds = spread(next.map((round) => round.seconds))
    say(`${databaseUrl ? 'postgres' : 'embedded'}: ${first.seconds.toFixed(1)} s, then ${seconds?.median} s a round`)
    return {
      limits,
      ...(await poller.ask(Counted, 'counts')),
      first: { ...first, seconds: rounded(first.seconds, 2), processorSeconds: rounded(first.processorSeconds, 2) },
      next: {
        requests: next.at(-1)?.requests,
        seconds,
        processorSeconds: spread(next.map((round) => round.processorSeconds)),
      },
      peakMegabytes: poller.peakMegabytes(),
    }
  } finally {
    await poller.stop()
    await simulator.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
