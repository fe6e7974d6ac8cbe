import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, createClient, setUpAdmin } from '../../../test/support/client.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let admin: Client
beforeAll(async () => {
  server = await startTestServer()
  admin = await setUpAdmin(server)
})
afterAll(() => server.close())

test('a process that answers is alive, and ready once database, jobs and clock are', async () => {
  const client = createClient(server.url)
  expect((await client.request('GET', '/healthz')).body).toEqual({ status: 'ok' })
  const ready = await client.request('GET', '/readyz')
  expect([ready.status, ready.body]).toEqual([200, { ready: true, database: true, jobs: true, clock: true }])
})

test('metrics name every job, from this machine only or with the token of an admin', async () => {
  const client = createClient(server.url)
  const metrics = await client.request<string>('GET', '/metrics')
  for (const job of ['collect-costs', 'continue-collections', 'deliver-messages', 'tidy-up']) {
    expect(metrics.body).toContain(`finops_job_next_run_timestamp_seconds{job="${job}"}`)
  }
  const outside = { 'x-forwarded-for': '203.0.113.9' }
  expect((await client.request('GET', '/metrics', undefined, outside)).status).toBe(401)
  const token = await admin.request<{ secret: string }>('POST', '/api/me/tokens', { name: 'prometheus' })
  const authorization = `Bearer ${token.body.secret}`
  expect((await client.request('GET', '/metrics', undefined, { ...outside, authorization })).status).toBe(200)
})

test('a job that is asked for runs, and says what it did', async () => {
  expect((await admin.request('POST', '/api/jobs/tidy-up/run')).status).toBe(202)
  expect((await admin.request('POST', '/api/jobs/unknown/run')).status).toBe(404)
  type Jobs = { items: { name: string; lastRun: { state: string; trigger: string; detail: string } | null }[] }
  await expect
    .poll(async () => {
      const jobs = (await admin.request<Jobs>('GET', '/api/jobs')).body.items
      return jobs.find((job) => job.name === 'tidy-up')?.lastRun
    })
    .toMatchObject({ state: 'done', trigger: 'person', detail: expect.stringContaining('지웠습니다') })
})
