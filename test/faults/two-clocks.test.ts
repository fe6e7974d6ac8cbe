import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { SECOND } from '../../src/platform/clock.ts'
import { findBrowser, launchBrowser, visit } from '../support/browser.ts'
import { createClient, PASSWORD } from '../support/client.ts'
import { seen } from '../support/web.ts'
import { expectEverythingTrue } from './runaway-truth.ts'
import { ADMIN, openRunawayWorld } from './runaway-world.ts'
import { killServerProcesses, startServerProcess } from './server-process.ts'

const TOGETHER_MS = 25 * SECOND

let cleanUp = async () => {}

afterEach(async () => {
  killServerProcesses()
  await cleanUp()
})

/** Two processes are for PostgreSQL; the embedded database belongs to one. */
describe.runIf(inject('postgresUrl'))('two servers whose clocks are thirty seconds apart', () => {
  test('and everybody in another time zone: one alert per crossing, whole blocks, no reading lost, one time on the page', async () => {
    const world = await openRunawayWorld('postgres', 'America/New_York')
    cleanUp = world.close
    const { simulator, environment } = world
    const projects = await world.setUp()
    const before = new Map(projects.map(({ externalId }) => [externalId, simulator.limitState(externalId)]))
    const [early] = await Promise.all([
      startServerProcess({ environment, isOneOfMany: true, clockShiftMs: -15 * SECOND, timeZone: 'Asia/Kolkata' }),
      startServerProcess({
        environment,
        isOneOfMany: true,
        clockShiftMs: 15 * SECOND,
        timeZone: 'America/Los_Angeles',
      }),
    ])
    world.start(projects)
    world.beFlaky(true)
    const meanwhile = Array.from({ length: 8 }, async (_, index) => {
      await wait((index * TOGETHER_MS) / 8)
      await world.interfere(early.url, projects)
    })
    await Promise.all([wait(TOGETHER_MS), ...meanwhile])
    world.beFlaky(false)
    await expectOneTimeForAll(early.url, world)
    killServerProcesses()
    const { crossings } = await expectEverythingTrue(world, {
      projects,
      before,
      what: 'two processes, clocks 30 s apart',
    })
    expect(crossings).toBeGreaterThan(10)
  }, 240_000)
})

/** Whatever zone the server, the database and the browser are in: people read the workspace's time. */
async function expectOneTimeForAll(url: string, { withRuntime }: Awaited<ReturnType<typeof openRunawayWorld>>) {
  const path = findBrowser()
  if (!path) return
  const opened = await withRuntime(async ({ database }) => {
    const { rows } = await sql<{ at: Date; name: string }>`
      select opened_at as at, project.name from breaches join projects project on project.id = project_id
      order by opened_at limit 1`.execute(database.db)
    return rows[0]
  })
  const client = createClient(url)
  await client.request('POST', '/api/sign-in', { email: ADMIN, password: PASSWORD })
  const browser = await launchBrowser(path)
  try {
    const { page } = await visit(browser, { url, as: client, timeZone: 'Pacific/Auckland' })
    await page.goto('/alerts')
    const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Asia/Seoul' }).format(opened?.at)
    await seen(page.getByText(opened?.name ?? '').first(), page.getByText(new RegExp(`발생 .*${time}`)))
  } finally {
    await browser.close()
  }
}
