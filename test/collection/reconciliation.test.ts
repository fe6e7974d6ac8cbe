import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Reconciliation } from '../../src/ledger/reconciliation/api.ts'
import { fixedClock } from '../../src/platform/clock.ts'
import { requester } from '../access/world.ts'
import { setUpAdmin } from '../support/client.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({
    clock: fixedClock('2026-11-23T05:00:00Z'),
    simulator: { historyDays: 40, projectCount: 6 },
    roles: { web: true, jobs: false },
  })
})
afterAll(() => server.close())

/** A refund; and storage, which the simulator charges by 10⁹ bytes and the price list by 2³⁰. */
const NO_USAGE = new Set(['service credit adjustment', 'assistants api | file search'])

test('what the simulated provider bills for closed days is what its usage was estimated at, but for what is no usage', async () => {
  const { runtime, simulator } = server
  const as = requester(await setUpAdmin(server))
  const { id: teamId } = await as<{ id: string }>('POST', '/api/teams', { name: '마케팅팀' })
  await as('POST', `/api/teams/${teamId}/admin-keys`, { key: simulator.keys.full })
  const signal = AbortSignal.timeout(120_000)
  await runtime.collections.request({ requestedBy: 'test', from: '2026-11-01' })
  await runtime.collections.runOpen({ signal })
  await runtime.polls.pollDue({ signal })
  for (const { id: externalId, name } of simulator.projects()) {
    const { id } = await as<{ id: string }>('POST', '/api/projects', { teamId, name })
    await as('POST', `/api/projects/${id}/bindings`, { externalIds: [externalId] })
    const { days } = await as<Reconciliation>('GET', `/api/projects/${id}/reconciliation?days=10`)
    expect(days).toHaveLength(10)
    expect(days[0]).toMatchObject({ day: '2026-11-22' })
    const lines = days.slice(3).flatMap((day) => day.lines)
    const wrong = lines.filter(({ verdict, label }) => verdict !== null && !NO_USAGE.has(label))
    expect(wrong, name).toEqual([])
  }
})
