import { systemClock } from '../src/platform/clock.ts'
import { costDayOf } from '../src/platform/cost-day.ts'
import { type Database, openEmbeddedDatabase, openPostgres } from '../src/platform/db/database.ts'
import { databaseTime } from '../src/platform/db/database-time.ts'
import { migrate, readMigrations } from '../src/platform/db/migrate.ts'
import { createThresholds } from '../src/thresholds/index.ts'
import { fillThresholds, forget, raiseSpend } from './evaluate/fill.ts'
import { median, ratio, rounded } from './support/figures.ts'
import { startPostgres } from './support/postgres.ts'
import { say } from './support/progress.ts'

const FULL = { projects: [1_000, 5_000, 10_000, 20_000], runs: 5 }
const QUICK = { projects: [500, 1_000], runs: 2 }
/** Shares of the projects whose reading crosses two levels at once. */
const CROSSING = { none: 0, some: 0.01, all: 1 }

type Figures = Record<keyof typeof CROSSING | 'newPeriod', number | null> & { memoryMegabytes: number }

/** The judgement of a poll, two thresholds per project, in one transaction with its commit: from what the sums say to breaches. */
export async function evaluate(options: { quick: boolean }) {
  const size = options.quick ? QUICK : FULL
  const postgres = await startPostgres()
  try {
    const onPostgres = await measureAll(size, async () => openPostgres(await postgres.createDatabase()))
    const embedded = await measureAll(size, () => openEmbeddedDatabase({ directory: null }))
    return { thresholdsPerProject: 2, runs: size.runs, seconds: { postgres: onPostgres, embedded } }
  } finally {
    await postgres.stop()
  }
}

async function measureAll(size: typeof FULL, open: () => Promise<Database>) {
  const byProjects: Record<string, Figures & { perProjectAgainstSmallest: number | null }> = {}
  let first: Figures | null = null
  for (const projects of size.projects) {
    const database = await open()
    try {
      await migrate(database.pool, await readMigrations())
      await fillThresholds(database, projects)
      const figures = await measure(database, size.runs)
      first ??= figures
      const smallest = size.projects[0] ?? projects
      const growth = ratio((figures.all ?? 0) / projects, (first.all ?? 0) / smallest)
      byProjects[projects] = { ...figures, perProjectAgainstSmallest: growth }
      say(`${database.kind}, ${projects} projects: ${JSON.stringify(byProjects[projects])}`)
    } finally {
      await database.close()
    }
  }
  return byProjects
}

async function measure(database: Database, runs: number): Promise<Figures> {
  const newPeriod = await judge(database)
  const seconds = { none: [] as number[], some: [] as number[], all: [] as number[] }
  for (let run = 0; run < runs; run += 1) {
    for (const name of ['none', 'some', 'all'] as const) {
      await raiseSpend(database, CROSSING[name])
      seconds[name].push(await judge(database))
      await forget(database)
      await database.pool.query('vacuum analyze')
    }
  }
  return {
    newPeriod: rounded(newPeriod, 3),
    none: rounded(median(seconds.none), 3),
    some: rounded(median(seconds.some), 3),
    all: rounded(median(seconds.all), 3),
    memoryMegabytes: Math.round(process.memoryUsage().rss / 1_048_576),
  }
}

async function judge({ db }: Database): Promise<number> {
  const thresholds = createThresholds({
    db,
    clock: systemClock,
    sharedNow: (on = db) => databaseTime(on),
    onCrossed: async () => {},
    onOver: async () => {},
    onNoData: async () => {},
  })
  const at = await databaseTime(db)
  const started = performance.now()
  await db.transaction().execute((tx) => thresholds.evaluateSpend(tx, { projectIds: null, days: [costDayOf(at)], at }))
  return (performance.now() - started) / 1_000
}
