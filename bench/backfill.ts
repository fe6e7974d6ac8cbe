import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { type Child, startChild } from './support/child.ts'
import { median, ratio, rounded, spread } from './support/figures.ts'
import { type BenchPostgres, startPostgres } from './support/postgres.ts'
import { say } from './support/progress.ts'

const Simulated = z.object({ url: z.string(), key: z.string(), projectIds: z.array(z.string()) })
const Collected = z.object({
  seconds: z.number(),
  processorSeconds: z.number(),
  cost: z.string().nullable(),
  from: z.string(),
  to: z.string(),
})
const Copied = z.object({ rows: z.number(), seconds: z.array(z.number()) })

type Size = { days: number; projects: number; lineItems: number; runs: number }
type Run = {
  rows: number
  seconds: number
  processorSeconds: number
  peakMegabytes: number | null
  exact: boolean
  copySeconds: number
}

const FULL: Size = { days: 180, projects: 1_000, lineItems: 10, runs: 3 }
const QUICK: Size = { days: 30, projects: 200, lineItems: 10, runs: 1 }
const COPIES_PER_RUN = 3

/** The first reading of an organization: simulator → HTTP → collector → ledger, and a bare COPY of the same rows. */
export async function backfill(options: { quick: boolean; runs: number | null }) {
  const usual = options.quick ? QUICK : FULL
  const size = { ...usual, runs: options.runs ?? usual.runs }
  const kinds = ['postgres', 'embedded'] as const
  const simulator = startChild(new URL('./support/simulator-process.ts', import.meta.url))
  const postgres = await startPostgres()
  try {
    const simulated = await simulator.ask(Simulated, 'start', size)
    const results: Record<string, unknown> = {}
    for (const kind of kinds) {
      const runs: Run[] = []
      for (let run = 0; run < size.runs; run += 1) {
        runs.push(await runOnce(kind, size, simulator, simulated, postgres))
        const last = runs.at(-1)
        say(
          `backfill into ${kind}: ${last?.rows} rows in ${last?.seconds.toFixed(1)} s, bare COPY ${last?.copySeconds.toFixed(1)} s, peak ${last?.peakMegabytes} MB`,
        )
      }
      results[kind] = summary(runs)
    }
    return { size, ...results }
  } finally {
    await simulator.stop()
    await postgres.stop()
  }
}

async function runOnce(
  kind: 'postgres' | 'embedded',
  size: Size,
  simulator: Child,
  { url, key, projectIds }: z.infer<typeof Simulated>,
  postgres: BenchPostgres,
): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'finops-bench-'))
  const databaseUrl = kind === 'postgres' ? await postgres.createDatabase() : ''
  const collector = startChild(new URL('./backfill/collect-process.ts', import.meta.url), {
    DATA_DIR: folder,
    OPENAI_BASE_URL: url,
    DATABASE_URL: databaseUrl,
  })
  try {
    await collector.ask(z.object({ bound: z.int() }), 'prepare', { key, projectIds })
    const { seconds, processorSeconds, cost, from, to } = await collector.ask(Collected, 'collect', size)
    const peakMegabytes = collector.peakMegabytes()
    const truth = await simulator.ask(z.string(), 'total', { from, to })
    const copied = await collector.ask(Copied, 'copy', { runs: COPIES_PER_RUN })
    const copySeconds = median(copied.seconds) ?? 0
    return { rows: copied.rows, seconds, processorSeconds, peakMegabytes, exact: cost === truth, copySeconds }
  } finally {
    await collector.stop()
    if (databaseUrl) await postgres.dropDatabase(databaseUrl)
    rmSync(folder, { recursive: true, force: true })
  }
}

function summary(runs: readonly Run[]) {
  const rowsPerSecond = median(runs.map((run) => run.rows / run.seconds))
  const copyRowsPerSecond = median(runs.map((run) => run.rows / run.copySeconds))
  const peaks = runs.flatMap((run) => run.peakMegabytes ?? [])
  return {
    rows: runs[0]?.rows ?? 0,
    exact: runs.every((run) => run.exact),
    seconds: spread(runs.map((run) => run.seconds)),
    processorSeconds: spread(runs.map((run) => run.processorSeconds)),
    rowsPerSecond: rounded(rowsPerSecond, 0),
    peakMegabytes: spread(peaks),
    bareCopy: {
      how: 'server-side COPY from a file into a table of the same columns and primary key, rows in order of arrival',
      seconds: spread(runs.map((run) => run.copySeconds)),
      rowsPerSecond: rounded(copyRowsPerSecond, 0),
    },
    rowsPerSecondToBareCopy: ratio(rowsPerSecond, copyRowsPerSecond),
  }
}
