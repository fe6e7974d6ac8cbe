import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import { systemClock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { createLog } from '../log.ts'
import type { JobDefinition } from './job.ts'
import { createJobs, type Jobs } from './jobs.ts'

let database: Database
const started: Jobs[] = []
const log = createLog('silent')

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(async () => {
  for (const jobs of started) await jobs.stop()
  await database.close()
})

async function startProcess(definitions: readonly JobDefinition[], works = true): Promise<Jobs> {
  const jobs = createJobs({ database, clock: systemClock, log, works })
  for (const definition of definitions) jobs.define(definition)
  await jobs.start()
  started.push(jobs)
  return jobs
}

const job = (name: string, run: JobDefinition['run'], retries = 0): JobDefinition => ({
  name,
  title: name,
  expireSeconds: 60,
  retries,
  run,
})

const lastRun = async (jobs: Jobs, name: string) =>
  (await jobs.status()).find((status) => status.definition.name === name)?.runs[0]

test('a job runs in one process at a time, however many want it', async () => {
  let running = 0
  let most = 0
  let runs = 0
  const slow = job('slow', async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setTimeout(resolve, 300))
    running -= 1
    runs += 1
    return '끝났습니다.'
  })
  const [one, two] = [await startProcess([slow]), await startProcess([slow])]
  await Promise.all([one.runNow('slow'), two.runNow('slow'), one.runNow('slow', 'system')])
  await expect.poll(() => runs, { timeout: 15_000 }).toBeGreaterThan(0)
  await expect.poll(() => running, { timeout: 15_000 }).toBe(0)
  expect(most).toBe(1)
})

test('a job that fails says why and is tried again', async () => {
  let attempts = 0
  const flaky = job(
    'flaky',
    async () => {
      attempts += 1
      if (attempts === 1) throw new Error('첫 시도는 실패했습니다.')
      return '두 번째에 성공했습니다.'
    },
    2,
  )
  const jobs = await startProcess([flaky])
  await jobs.runNow('flaky')
  await expect.poll(() => lastRun(jobs, 'flaky'), { timeout: 20_000 }).toMatchObject({ state: 'failed' })
  await expect
    .poll(() => lastRun(jobs, 'flaky'), { timeout: 40_000 })
    .toMatchObject({ state: 'done', trigger: 'person' })
}, 70_000)

test('what is shown of a failure holds no key, link or password, and is short', async () => {
  const secrets = ['sk-admin-abcdefghijklmnop', 'fin_abcdefghijklmnop', 'hunter22']
  const failing = job('failing', async () => {
    throw new Error(`${secrets[0]} ${secrets[1]} postgres://finops:${secrets[2]}@db/finops ${'x'.repeat(10_000)}`)
  })
  const jobs = await startProcess([failing])
  await jobs.runNow('failing')
  await expect.poll(() => lastRun(jobs, 'failing'), { timeout: 20_000 }).toMatchObject({ state: 'failed' })
  const detail = (await lastRun(jobs, 'failing'))?.detail ?? ''
  expect(detail).toHaveLength(500)
  for (const secret of secrets) expect(detail).not.toContain(secret)
}, 30_000)

test('a process without workers hands jobs to those that have them', async () => {
  let ran = false
  const handed = job('handed', async () => {
    ran = true
    return null
  })
  await startProcess([handed])
  const web = await startProcess([handed], false)
  expect(await web.runNow('handed')).toBe(true)
  await expect.poll(() => ran, { timeout: 15_000 }).toBe(true)
})

test('the next run of a schedule is told in its own zone', async () => {
  const daily = {
    ...job('daily', async () => null),
    schedule: { cron: '0 9 * * *', timeZone: 'Asia/Seoul', sentence: '' },
  }
  const jobs = await startProcess([daily])
  const next = (await jobs.status())[0]?.nextRunAt
  expect(next?.toISOString()).toMatch(/T00:00:00\.000Z$/)
})
