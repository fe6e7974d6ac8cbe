import { afterAll, beforeAll, expect, test } from 'vitest'
import { startUpstream, type Upstream } from '../gateway/upstream.ts'
import { addProject, openWorkbench, settle, storeProviderKey, until, type Workbench } from '../gateway/workbench.ts'
import { runCallers } from './callers.ts'
import {
  caller,
  type FarSide,
  reservations,
  sellingGpt4o,
  setLimit,
  spentBy,
  startAnotherGateway,
  UNITS_PER_DOLLAR,
} from './workbench.ts'

let upstream: Upstream
let bench: Workbench
let second: Awaited<ReturnType<typeof startAnotherGateway>>
beforeAll(async () => {
  upstream = await startUpstream()
  bench = await openWorkbench({ environment: { OPENAI_BASE_URL: upstream.url } })
  await storeProviderKey(bench.runtime, bench.project.id, 'sk-upstream-key-000000')
  second = await startAnotherGateway(bench.runtime)
  await settle(bench)
})
afterAll(async () => {
  await second.close()
  await bench.close()
  await upstream.close()
})

test('two gateways and sixty callers at once never spend more than the limit, and use it to its end', async () => {
  const LIMIT = 1
  const books: FarSide = { units: 0, calls: 0, underWay: 0, mostUnderWay: 0 }
  upstream.answers(sellingGpt4o(books, 120))
  await setLimit(bench.runtime, bench.project.id, 'day', { limit: String(LIMIT) })
  await until(() => second.gateway.limits.admission.concerns(bench.project.id))
  const seen = await runCallers({
    urls: [bench.url, second.url],
    key: bench.project.key,
    callers: 60,
    maxTokens: 300,
    books,
  })
  const spent = books.units / UNITS_PER_DOLLAR
  expect(seen.failed).toBe(0)
  expect(books.mostUnderWay).toBeGreaterThan(20)
  expect(spent).toBeLessThanOrEqual(LIMIT)
  // No refusal while all sixty together could not have reached the limit, and in the end no room is left for one more.
  expect(seen.spentAtFirstRefusal).toBeGreaterThan(LIMIT - 60 * seen.mostOfOne)
  expect(spent).toBeGreaterThan(LIMIT - seen.mostOfOne)
  await until(async () => (await reservations(bench.runtime)).length === 0)
  expect(Number(await spentBy(bench.runtime, bench.project.id))).toBeCloseTo(spent, 9)
  process.stderr.write(
    `${books.calls} calls, ${books.mostUnderWay} at once, $${spent} of $${LIMIT}, first refused at $${seen.spentAtFirstRefusal}\n`,
  )
}, 120_000)

test('of two calls that come to two gateways at the same moment only one gets the last room', async () => {
  const project = await addProject(bench.runtime, { team: '데이터팀', name: '검색' })
  await storeProviderKey(bench.runtime, project.id, 'sk-upstream-key-000000')
  await settle(bench)
  await until(() => second.gateway.figures().snapshot.version === bench.runtime.gateway?.figures().snapshot.version)
  const books: FarSide = { units: 0, calls: 0, underWay: 0, mostUnderWay: 0 }
  upstream.answers(sellingGpt4o(books, 120))
  const clients = [bench.url, second.url].map((url) => caller(url, project.key))
  const body = { model: 'gpt-4o', messages: [{ role: 'user', content: '한 줄로' }], max_tokens: 1_000 }
  for (let round = 0; round < 15; round += 1) {
    const limit = Number(await spentBy(bench.runtime, project.id)) + 0.03
    await setLimit(bench.runtime, project.id, 'day', { limit: limit.toFixed(6) })
    await until(() => second.gateway.limits.admission.concerns(project.id))
    const told = await Promise.all(clients.map((client) => client.chat(body)))
    expect(told.map(({ status }) => status)).toEqual([200, 200])
    await until(async () => (await reservations(bench.runtime)).length === 0)
  }
  expect(books).toMatchObject({ calls: 30, mostUnderWay: 1 })
  for (const client of clients) await client.close()
}, 60_000)
