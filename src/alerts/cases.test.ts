import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { alertsOn } from '../../test/alerts/workbench.ts'
import { createTestDatabase } from '../../test/support/database.ts'
import { NOON } from '../../test/thresholds/workbench.ts'
import { MINUTE } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { countOpenCases, findCase, listCases } from './store/cases.ts'

let database: Database
let bench: ReturnType<typeof alertsOn>
let teamId: string
let projectId: string

beforeAll(async () => {
  database = await createTestDatabase()
  bench = alertsOn(database)
  teamId = await bench.team('마케팅팀')
})
afterAll(() => database.close())
beforeEach(async () => {
  bench.clock.set(NOON)
  await sql`truncate alerts, deliveries, notices, breach_levels, breaches, threshold_limits, threshold_raises, thresholds,
    blocks, project_days cascade`.execute(database.db)
  projectId = await bench.project(teamId, `chatbot-experiment ${crypto.randomUUID().slice(0, 4)}`)
})

async function breachId(): Promise<string> {
  const [breach] = await bench.breaches(projectId)
  return breach?.id ?? ''
}

describe('a case', () => {
  const everything = { teamIds: null, isOpen: false, teamId: undefined, projectId: undefined, after: null, limit: 10 }

  test('shows its block and stays open until the project runs again', async () => {
    await bench.writeThreshold(projectId, '500')
    await bench.spend(projectId, '742')
    expect(await countOpenCases(database.db, null)).toMatchObject({ raised: 1, blocked: 0 })
    const id = await block('open', bench.clock.now())
    await sql`update breaches set closed_at = ${bench.clock.now()}`.execute(database.db)
    expect(await findCase(database.db, await breachId())).toMatchObject({
      blockId: id,
      blockGrade: 'stop',
      releasedAt: null,
    })
    expect(await countOpenCases(database.db, [teamId])).toMatchObject({ raised: 0, blocked: 1 })
    await sql`update blocks set state = 'released', released_at = ${bench.clock.now()}`.execute(database.db)
    expect(await countOpenCases(database.db, null)).toEqual({ raised: 0, acknowledged: 0, blocked: 0, released: 0 })
    expect(await listCases(database.db, { ...everything, isOpen: true })).toEqual([])
    expect(await listCases(database.db, everything)).toHaveLength(1)
  })

  test('tells how its messages fared', async () => {
    await bench.writeThreshold(projectId, '500')
    await bench.spend(projectId, '742')
    await sql`update deliveries set state = 'sent', sent_at = detected_at + interval '3 seconds'`.execute(database.db)
    expect(await findCase(database.db, await breachId())).toMatchObject({
      messages: 1,
      messagesSent: 1,
      slowestSeconds: 3,
    })
  })

  test('counts a message that has nowhere to go as kept, not as sent', async () => {
    await bench.writeThreshold(projectId, '500')
    await bench.spend(projectId, '742')
    await sql`update deliveries set state = 'stored'`.execute(database.db)
    expect(await findCase(database.db, await breachId())).toMatchObject({
      messages: 1,
      messagesSent: 0,
      messagesStored: 1,
      messagesFailed: 0,
    })
  })

  test('says how old its spend is while the period runs, and no longer once it is over', async () => {
    await bench.writeThreshold(projectId, '500')
    await bench.spend(projectId, '742')
    const readAt = new Date(bench.clock.now().getTime() - 3 * MINUTE)
    await sql`
      with organization as (insert into organizations (provider, created_at) values ('openai', ${readAt}) returning id),
      outside as (insert into organization_projects (organization_id, external_id, seen_at)
        select id, ${projectId}, ${readAt} from organization returning organization_id, external_id),
      bound as (insert into bindings (project_id, organization_id, external_id, from_at, from_day)
        select ${projectId}, organization_id, external_id, ${readAt}, '-infinity' from outside)
      insert into usage_watermarks (organization_id, kind, requested_at)
      select id, 'completions', ${readAt} from organization`.execute(database.db)
    expect(await findCase(database.db, await breachId())).toMatchObject({ readAt })
    await sql`update breaches set closed_at = ${bench.clock.now()}`.execute(database.db)
    expect(await findCase(database.db, await breachId())).toMatchObject({ readAt: null })
  })

  test('is found by team and project only by who may see it', async () => {
    await bench.writeThreshold(projectId, '500')
    await bench.spend(projectId, '742')
    const other = await bench.team()
    expect(await listCases(database.db, { ...everything, teamIds: [other] })).toEqual([])
    expect(await listCases(database.db, { ...everything, teamIds: [teamId], projectId })).toHaveLength(1)
    expect(await countOpenCases(database.db, [other])).toMatchObject({ raised: 0 })
    expect(await countOpenCases(database.db, [teamId])).toMatchObject({ raised: 1 })
  })
})

async function block(state: string, at: Date): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into blocks (team_id, project_id, grade, origin, reason, requested_by_name, until_kind, state, created_at)
    values (${teamId}, ${projectId}, 'stop', 'person', '시험', '이지훈', 'approval', ${state}, ${at}) returning id`.execute(
    database.db,
  )
  return rows[0]?.id ?? ''
}
