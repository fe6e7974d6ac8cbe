import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { z } from 'zod'
import { addDays, costDayOf } from '../src/platform/cost-day.ts'
import { buildWeb } from '../src/platform/web-build.ts'
import { initialScripts } from './home/assets.ts'
import { findChromium, type Load, launch, loadOnce } from './home/load-page.ts'
import { fillDays, fillWorld } from './pages/fill.ts'
import { startChild } from './support/child.ts'
import { median, percentile, rounded } from './support/figures.ts'
import { startPostgres } from './support/postgres.ts'
import { say } from './support/progress.ts'
import { signIn } from './support/sign-in.ts'

const FULL = { loads: 30, days: 90, projects: 300 }
const QUICK = { loads: 5, days: 30, projects: 30 }

/** The first visit of somebody signed in: Chromium with an empty cache until yesterday's amount can be read. */
export async function home(options: { quick: boolean }) {
  const chromium = findChromium()
  if (!chromium) return { skipped: 'there is no Chromium; set CHROME_PATH' }
  const size = options.quick ? QUICK : FULL
  await buildWeb({ onStart: () => say('building the pages') })
  const folder = mkdtempSync(join(tmpdir(), 'finops-bench-'))
  const postgres = await startPostgres()
  const databaseUrl = await postgres.createDatabase()
  const environment = { DATA_DIR: folder, DATABASE_URL: databaseUrl, PORT: '0' }
  const server = startChild(new URL('./support/server-process.ts', import.meta.url), environment)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  const browser = await launch(chromium)
  try {
    const url = await server.ask(z.string(), 'start')
    const cookies = (await signIn(server, url)).split('; ').map(readCookie)
    await fillWorld(pool, { teams: 3, projects: size.projects, lineItems: 10, unattributed: 14 })
    const today = costDayOf(new Date())
    await fillDays(databaseUrl, addDays(today, 1 - size.days), today, () => {})
    await loadOnce(browser, url, cookies)
    const loads: Load[] = []
    for (let made = 0; made < size.loads; made += 1) loads.push(await loadOnce(browser, url, cookies))
    const times = loads.map((load) => load.numberMs)
    say(`home: median ${median(times)?.toFixed(0)} ms, P95 ${percentile(times, 0.95)?.toFixed(0)} ms`)
    return {
      loads: loads.length,
      milliseconds: {
        p50: rounded(median(times), 0),
        p95: rounded(percentile(times, 0.95), 0),
        max: rounded(Math.max(...times), 0),
      },
      wire: {
        requests: loads[0]?.requests ?? 0,
        transferredBytes: loads[0]?.transferredBytes ?? 0,
        scriptBytes: loads[0]?.scriptBytes ?? 0,
        scriptBytesUncompressed: loads[0]?.scriptBytesUncompressed ?? 0,
      },
      initialScripts: initialScripts(),
    }
  } finally {
    await browser.close()
    await pool.end()
    await server.stop()
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function readCookie(pair: string): { name: string; value: string } {
  const at = pair.indexOf('=')
  return { name: pair.slice(0, at), value: pair.slice(at + 1) }
}
