import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BlockState } from '../../src/blocking/api.ts'
import { fixedClock } from '../../src/platform/clock.ts'
import { requester } from '../access/world.ts'
import { setUpAdmin } from '../support/client.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const clock = fixedClock('2026-11-23T05:00:00Z')
let server: TestServer
let as: ReturnType<typeof requester>
let project: { id: string; externalId: string }

beforeAll(async () => {
  server = await startTestServer({
    clock,
    simulator: { scenario: 'runaway', projectCount: 4, historyDays: 3, usageLagSeconds: 60, runawayAfterSeconds: 60 },
    roles: { web: true, jobs: false },
  })
  as = requester(await setUpAdmin(server))
  const { id: teamId } = await as('POST', '/api/teams', { name: '마케팅팀' })
  await as('POST', `/api/teams/${teamId}/admin-keys`, { key: server.simulator.keys.full })
  const externalId = server.simulator.projects()[0]?.id ?? ''
  const { id } = await as('POST', '/api/projects', { teamId, name: 'chatbot-experiment' })
  await as('POST', `/api/projects/${id}/bindings`, { externalIds: [externalId] })
  project = { id, externalId }
})
afterAll(() => server.close())

const state = () => as<BlockState>('GET', `/api/projects/${project.id}/block`)
async function minutes(count: number): Promise<void> {
  const { polls, blocking } = server.runtime
  clock.advance(count * 60_000)
  await polls.pollNow({ signal: AbortSignal.timeout(30_000) })
  await blocking.idle()
  await blocking.carryOut()
  await blocking.watch()
}

test('a runaway crosses a limit that blocks, is stopped at OpenAI, proven quiet, and given back exactly', async () => {
  const { runtime, simulator } = server
  await runtime.polls.pollNow({ signal: AbortSignal.timeout(30_000) })
  const before = simulator.limitState(project.externalId)
  const today = '2026-11-23'
  const { rows } = await runtime.database.pool.query<{ amount: string }>(
    `select coalesce(sum(amount), 0)::text as amount from project_days where project_id = $1 and cost_day = $2`,
    [project.id, today],
  )
  const limit = String(Math.ceil(Number(rows[0]?.amount) + 20))
  const levels = [
    { percent: 80, effect: 'notify' },
    { percent: 100, effect: 'block' },
  ]
  await as('PUT', `/api/projects/${project.id}/thresholds/day`, { limit, levels })
  for (let minute = 0; minute < 30 && (await state()).blocks.length === 0; minute += 1) await minutes(1)
  const blocked = await state()
  expect(blocked.blocks).toMatchObject([
    { origin: 'threshold', grade: 'stop', state: 'open', proof: 'pending', crossing: { period: 'day', percent: 100 } },
  ])
  expect(blocked.blocks[0]?.steps.map(({ kind, state: step }) => [kind, step])).toEqual([
    ['spend-limit', 'done'],
    ['rate-limits', 'done'],
  ])
  expect([...(await runtime.blocking.hotProjects())]).toEqual([project.id])
  expect(simulator.limitState(project.externalId).spendLimitCents).toBeGreaterThan(1)
  for (let minute = 0; minute < 12; minute += 1) await minutes(1)
  const proven = (await state()).blocks[0]
  expect(proven).toMatchObject({ proof: 'confirmed', callsAfter: 0 })
  expect(Date.parse(proven?.lastCallAt ?? '')).toBeLessThanOrEqual(Date.parse(proven?.createdAt ?? ''))
  await as('POST', `/api/blocks/${proven?.id}/release`, { approve: true, reason: '재시도 버그를 고쳤습니다' })
  await runtime.blocking.idle()
  expect(simulator.limitState(project.externalId)).toEqual(before)
  expect((await state()).blocks).toEqual([])
  const { items } = await as<{ items: { kind: string }[] }>('GET', `/api/actions?projectId=${project.id}&limit=50`)
  const deeds = items.map(({ kind }) => kind).filter((kind) => kind.startsWith('block.'))
  expect(deeds.toSorted()).toEqual([
    'block.applied',
    'block.confirmed',
    'block.released',
    'block.requested',
    'block.restored',
  ])
})
