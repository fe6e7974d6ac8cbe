import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openRuntime, type Runtime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openPostgres } from '../../src/platform/db/database.ts'
import { createLog } from '../../src/platform/log.ts'
import { createSimulator, type Simulator } from '../../src/simulator/index.ts'
import { createClient, PASSWORD } from '../support/client.ts'

const server = inject('postgresUrl')
const name = `two_processes_${process.pid}`

/** Two processes are for PostgreSQL; the embedded database belongs to one. */
describe.runIf(server)('two processes on one PostgreSQL', () => {
  const open: Runtime[] = []
  const folder = mkdtempSync(join(tmpdir(), 'finops-two-'))
  let simulator: Simulator
  let openaiUrl = ''

  beforeAll(async () => {
    const admin = await openPostgres(server, { maxConnections: 1 })
    await admin.pool.query(`create database ${name}`)
    await admin.close()
    simulator = createSimulator({ historyDays: 200 })
    openaiUrl = (await simulator.listen()).url
  })
  afterAll(async () => {
    await Promise.all(open.map((runtime) => runtime.close()))
    await simulator.close()
    const admin = await openPostgres(server, { maxConnections: 1 })
    await admin.pool.query(`drop database ${name} with (force)`)
    await admin.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function start(roles: { web: boolean; jobs: boolean }): Promise<{ runtime: Runtime; url: string }> {
    const url = new URL(server)
    url.pathname = `/${name}`
    const config = readConfig({ PORT: '0', DATA_DIR: folder, DATABASE_URL: url.toString(), OPENAI_BASE_URL: openaiUrl })
    const runtime = await openRuntime(config, { roles, log: createLog('silent') })
    open.push(runtime)
    return { runtime, url: await runtime.start() }
  }

  test('that start at once on an empty database both come up, each with its role', async () => {
    const [web, jobs] = await Promise.all([start({ web: true, jobs: false }), start({ web: false, jobs: true })])
    for (const { url } of [web, jobs]) {
      const ready = await createClient(url).request('GET', '/readyz')
      expect(ready.body).toEqual({ ready: true, database: true, jobs: true, clock: true })
    }
    expect((await createClient(jobs.url).request('GET', '/api/home')).status).toBe(404)
  })

  test('share sessions, and what one asks for the other does', async () => {
    const [web] = open
    const second = await start({ web: true, jobs: false })
    await web?.people.createPerson({ email: 'a@example.com', name: '이지훈', password: PASSWORD, admin: true })
    const client = createClient(second.url)
    expect((await client.request('POST', '/api/sign-in', { email: 'a@example.com', password: PASSWORD })).status).toBe(
      200,
    )
    const team = await client.request<{ id: string }>('POST', '/api/teams', { name: '마케팅팀' })
    const key = { key: simulator.keys.full }
    expect((await client.request('POST', `/api/teams/${team.body.id}/admin-keys`, key)).status).toBe(201)
    const collected = async () =>
      (await client.request<{ items: { state: string }[] }>('GET', '/api/collections')).body.items[0]?.state
    await expect.poll(collected, { timeout: 30_000 }).toBe('done')
    const { rows } = await sql<{ amount: string }>`
      select trim_scale(sum(amount))::text as amount from workspace_days where cost_day < current_date - 3`.execute(
      second.runtime.database.db,
    )
    expect(rows[0]?.amount).toMatch(/^\d+\.\d+$/)
  })
})
