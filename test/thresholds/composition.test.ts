import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandActor } from '../../src/people/actor.ts'
import { fixedClock, MINUTE } from '../../src/platform/clock.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { benchOn, NOON, TODAY } from './workbench.ts'

const clock = fixedClock(NOON)
let server: TestServer
let teamId: string
beforeAll(async () => {
  server = await startTestServer({ clock, roles: { web: true, jobs: false } })
  teamId = await bench().team('마케팅팀')
})
afterAll(() => server.close())

const bench = () => benchOn(server.runtime.database)

async function rows(query: ReturnType<typeof sql>): Promise<unknown[]> {
  return (await query.execute(server.runtime.database.db)).rows
}
const blocksOf = (projectId: string) => rows(sql`select origin, reason from blocks where project_id = ${projectId}`)
const alertsOf = (projectId: string) =>
  rows(sql`select kind, percent from alerts where project_id = ${projectId} order by detected_at, kind`)

test('a crossing is a message and, where its level says so, a block, in the transaction of the reading', async () => {
  const { db } = server.runtime.database
  const { thresholds } = server.runtime
  const projectId = await bench().project(teamId, 'chatbot-experiment')
  const levels = [
    { percent: 80, effect: 'notify' as const },
    { percent: 100, effect: 'block' as const },
  ]
  await thresholds.set(commandActor, projectId, 'day', { limit: '500', levels })
  const reading = db.transaction().execute(async (tx) => {
    await bench().writeSpend(projectId, '742', TODAY, tx)
    await thresholds.evaluateSpend(tx, { projectIds: [projectId], days: [TODAY], at: clock.now() })
    throw new Error('the reading was lost')
  })
  await expect(reading).rejects.toThrow('the reading was lost')
  expect([await blocksOf(projectId), await alertsOf(projectId)]).toEqual([[], []])

  await db.transaction().execute(async (tx) => {
    await bench().writeSpend(projectId, '742', TODAY, tx)
    await thresholds.evaluateSpend(tx, { projectIds: [projectId], days: [TODAY], at: clock.now() })
  })
  expect(await blocksOf(projectId)).toMatchObject([{ origin: 'threshold' }])
  expect(await alertsOf(projectId)).toMatchObject([{ percent: 100 }])
})

test('a threshold that wants its project stopped without readings has it blocked after half an hour', async () => {
  const { thresholds } = server.runtime
  const projectId = await bench().project(teamId, 'batch-embed')
  await bench().source(projectId)
  clock.set(NOON)
  await thresholds.set(commandActor, projectId, 'day', { limit: '500', onNoData: 'stop' })
  for (let minute = 0; minute < 40; minute += 1) {
    clock.advance(MINUTE)
    await thresholds.watchReadings()
  }
  expect(await alertsOf(projectId)).toMatchObject([{ kind: 'no-data' }])
  expect(await blocksOf(projectId)).toMatchObject([
    { origin: 'threshold', reason: '지출을 읽지 못하는 동안 멈추도록 설정되어 있어 자동으로 차단했습니다.' },
  ])
})
