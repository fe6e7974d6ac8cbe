import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openEmbeddedDatabase } from '../../src/platform/db/database.ts'
import { type App, createHttpApp } from '../../src/platform/http/app.ts'
import { createLog } from '../../src/platform/log.ts'

let database: Database
let app: App
let url: string
beforeAll(async () => {
  database = await openEmbeddedDatabase({ directory: null })
  app = await createHttpApp({
    log: createLog('silent'),
    words: {},
    publicUrl: 'http://localhost',
    trustProxy: false,
    secure: false,
  })
  app.get('/alive', async () => 'yes')
  url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/alive`
})
afterAll(async () => {
  await app.close()
  await database.close()
})

test('a query of seconds in the embedded database does not stop the server from answering', async () => {
  await fetch(url)
  const stalls = monitorEventLoopDelay({ resolution: 5 })
  stalls.enable()
  const start = performance.now()
  let isRunning = true
  const query = database.pool
    .query(`select count(*) from generate_series(1, 2500000) n where md5(n::text) < '0'`)
    .finally(() => {
      isRunning = false
    })
  let answers = 0
  let longestMs = 0
  while (isRunning) {
    const asked = performance.now()
    expect((await fetch(url)).status).toBe(200)
    longestMs = Math.max(longestMs, performance.now() - asked)
    answers += 1
  }
  await query
  stalls.disable()
  const queryMs = performance.now() - start
  // Compared with the query itself, so that a slow machine proves the same as a fast one.
  expect(queryMs).toBeGreaterThan(400)
  expect(stalls.max / 1e6).toBeLessThan(queryMs / 4)
  expect(longestMs).toBeLessThan(queryMs / 2)
  expect(answers).toBeGreaterThan(20)
})
