import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { alertsOn } from '../../test/alerts/workbench.ts'
import { createTestDatabase } from '../../test/support/database.ts'
import { NOON, TODAY } from '../../test/thresholds/workbench.ts'
import type { Actor } from '../people/actor.ts'
import { HOUR, MINUTE } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { toldCauses } from './store/alerts.ts'

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

const member = (teams: string[] = [teamId]): Actor => ({
  personId: 'p1',
  name: '최팀원',
  role: 'member',
  teams: new Map(teams.map((id) => [id, 'member'])),
  via: 'session',
})

const admin: Actor = { ...member(), name: '이지훈', role: 'admin' }

async function breachId(): Promise<string> {
  const [breach] = await bench.breaches(projectId)
  return breach?.id ?? ''
}

describe('a crossing', () => {
  test('is told once with all the levels it jumped over, in the transaction that found it', async () => {
    await bench.writeThreshold(projectId, '500')
    await bench.spend(projectId, '742')
    const told = await bench.told()
    expect(told).toMatchObject([
      {
        kind: 'crossed',
        key: `crossed:${await breachId()}:1:100`,
        headline: '🚨 [마케팅팀] 일일 한도 $500 초과 — 현재 $742 (148%)',
      },
    ])
    expect(told[0]?.facts).toContainEqual({ label: '한 번에 넘은 단계', value: '80%, 100%' })
    const { rows } = await sql<{ breach: string; target: string }>`
      select breach_id as breach, target from deliveries`.execute(database.db)
    expect(rows).toEqual([{ breach: await breachId(), target: 'admin@example.com' }])
  })

  test('keeps its cause to the team that was told: whoever owns the project later knows its own days', async () => {
    await bench.writeThreshold(projectId, '500')
    await bench.spend(projectId, '742')
    const id = await breachId()
    expect(await toldCauses(database.db, id)).toHaveLength(1)
    const later = await bench.team()
    await sql`update breaches set team_id = ${later} where id = ${id}`.execute(database.db)
    expect(await toldCauses(database.db, id)).toEqual([])
  })

  test('that is judged again, by whichever process, is told no second time; the next level is', async () => {
    await bench.writeThreshold(projectId, '500')
    const [crossing] = await bench.spend(projectId, '742')
    if (!crossing) throw new Error('nothing was crossed')
    const again = [bench.alerts, bench.secondAlerts(), bench.secondAlerts()].map((alerts) =>
      database.db.transaction().execute((tx) => alerts.raise(tx, [crossing])),
    )
    await Promise.all(again)
    expect(await bench.told('crossed')).toHaveLength(1)
    await bench.spend(projectId, '1010')
    expect((await bench.told('crossed')).map(({ headline }) => headline)).toEqual([
      '🚨 [마케팅팀] 일일 한도 $500 초과 — 현재 $742 (148%)',
      '🚨 [마케팅팀] 일일 한도 $500 초과 — 현재 $1,010 (202%)',
    ])
  })

  test('whose transaction is rolled back is not told', async () => {
    await bench.writeThreshold(projectId, '500')
    const deed = database.db.transaction().execute(async (tx) => {
      await bench.writeSpend(projectId, '742', TODAY, tx)
      await bench.thresholds.evaluateSpend(tx, { projectIds: [projectId], days: [TODAY], at: bench.clock.now() })
      throw new Error('the reading failed')
    })
    await expect(deed).rejects.toThrow('the reading failed')
    expect(await bench.told()).toEqual([])
  })

  test('keeps its cause as it was told', async () => {
    await bench.writeSpend(projectId, '50', '2026-11-15')
    await bench.writeSpend(projectId, '50', '2026-11-08')
    await bench.writeThreshold(projectId, '500')
    await bench.spend(projectId, '742')
    expect((await bench.told())[0]?.facts).toContainEqual({ label: '평소와 비교', value: '평소 $50 대비 +1,384%' })
    const { rows } = await sql<{ cause: unknown }>`select cause from alerts`.execute(database.db)
    expect(rows[0]?.cause).toMatchObject({ usual: '50', spend: '742', rise: '692' })
  })
})

describe('a reminder', () => {
  beforeEach(async () => {
    await bench.writeThreshold(projectId, '500')
    bench.clock.set('2026-11-22T02:00:00Z')
    await bench.spend(projectId, '742')
  })

  test('comes after an hour and then every four hours, once, whichever process asks', async () => {
    const rounds = async () => {
      const counts = await Promise.all([bench.alerts.tellWhatIsDue(), bench.secondAlerts().tellWhatIsDue()])
      return counts.reduce((sum, count) => sum + count.reminders, 0)
    }
    expect(await rounds()).toBe(0)
    bench.clock.advance(HOUR)
    expect(await rounds()).toBe(1)
    expect(await rounds()).toBe(0)
    bench.clock.advance(4 * HOUR - MINUTE)
    expect(await rounds()).toBe(0)
    bench.clock.advance(MINUTE)
    expect(await rounds()).toBe(1)
    expect((await bench.told('reminder')).map(({ headline }) => headline)).toEqual([
      '🚨 [마케팅팀] 일일 한도 $500 초과 1시간째 — 현재 $742 (148%)',
      '🚨 [마케팅팀] 일일 한도 $500 초과 5시간째 — 현재 $742 (148%)',
    ])
  })

  test('that nobody could send is not made up for: the present one is enough', async () => {
    bench.clock.advance(10 * HOUR)
    await bench.alerts.tellWhatIsDue()
    expect(await bench.told('reminder')).toMatchObject([{ key: `reminder:${await breachId()}:1:3` }])
  })

  test('stops with an acknowledgement, and an acknowledgement is recorded once', async () => {
    await bench.thresholds.acknowledge(member(), await breachId(), '확인 중')
    bench.clock.advance(2 * HOUR)
    await bench.thresholds.acknowledge(admin, await breachId())
    expect((await bench.alerts.tellWhatIsDue()).reminders).toBe(0)
    const { rows } = await sql`select actor_name, reason from actions where kind = 'breach.acknowledged'`.execute(
      database.db,
    )
    expect(rows).toEqual([{ actor_name: '최팀원', reason: '확인 중' }])
  })

  test('stops while the project is blocked', async () => {
    await block('open', bench.clock.now())
    bench.clock.advance(2 * HOUR)
    expect((await bench.alerts.tellWhatIsDue()).reminders).toBe(0)
  })
})

test('of an exceeded limit the end is told, of a mere warning it is not', async () => {
  await bench.writeThreshold(projectId, '500')
  const over = {
    projectId,
    projectName: 'chatbot-experiment',
    teamId,
    teamName: '마케팅팀',
    thresholdId: '',
    period: 'day' as const,
    periodStart: TODAY,
    resetsAt: new Date('2026-11-23T00:00:00Z'),
    because: 'period-ended' as const,
    highest: 80,
    spend: '420',
    limit: '500',
    at: new Date('2026-11-23T00:00:00Z'),
  }
  await bench.spend(projectId, '420')
  const told = async () => {
    await database.db
      .transaction()
      .execute(async (tx) => bench.alerts.tellOver(tx, [{ ...over, breachId: await ofBreach() }]))
    return (await bench.told('over')).length
  }
  const id = await breachId()
  const ofBreach = async () => id
  expect(await told()).toBe(0)
  await bench.spend(projectId, '742')
  expect(await told()).toBe(1)
  expect(await told()).toBe(1)
})

test('blind spots that begin together are one message for the team; those to be stopped are told by who stops them', async () => {
  const episode = (name: string, phase: 'began' | 'stop' | 'over') => ({
    projectId: crypto.randomUUID(),
    projectName: name,
    teamId,
    teamName: '마케팅팀',
    phase,
    cause: 'key-broken' as const,
    since: new Date(NOON),
    lastReadAt: null,
    thresholdIds: [],
    onNoData: 'go-on' as const,
    at: new Date(NOON),
  })
  const began = [episode('검색', 'began'), episode('번역', 'began')]
  const tell = () =>
    database.db.transaction().execute((tx) => bench.alerts.tellNoData(tx, [...began, episode('요약', 'stop')]))
  await tell()
  await tell()
  expect((await bench.told('no-data')).map(({ headline }) => headline)).toEqual([
    '[마케팅팀] 지출을 읽지 못하고 있습니다 — 프로젝트 2개를 감시하지 못합니다',
  ])
})

test('a model without a price is told to admins once', async () => {
  const [organization] = (
    await sql<{ id: string }>`
      insert into organizations (provider, created_at) values ('openai', now()) returning id`.execute(database.db)
  ).rows
  const series = async (model: string) => {
    const scope = await sql<{ id: number }>`
      insert into cost_scopes (organization_id, external_id) values (${organization?.id}, ${`proj_${model}`}) returning id`.execute(
      database.db,
    )
    const made = await sql<{ id: number }>`insert into usage_series (scope_id, kind, identity, model)
      values (${scope.rows[0]?.id}, 'completions', ${model}, ${model}) returning id`.execute(database.db)
    await sql`insert into usage_days (series_id, cost_day, requests, input_tokens, cost, unpriced)
      values (${made.rows[0]?.id}, ${TODAY}, 12, 900, 0, true)`.execute(database.db)
  }
  await series('gpt-9')
  await series('o9')
  expect((await bench.alerts.tellWhatIsDue()).unpriced).toBe(2)
  expect((await bench.secondAlerts().tellWhatIsDue()).unpriced).toBe(0)
  expect(await bench.told('price-unknown')).toMatchObject([
    { headline: '단가를 모르는 모델이 사용되고 있습니다 — gpt-9 외 1개', severity: 'warn' },
  ])
  await series('gpt-10')
  expect((await bench.alerts.tellWhatIsDue()).unpriced).toBe(1)
})

async function block(state: string, at: Date): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into blocks (team_id, project_id, grade, origin, reason, requested_by_name, until_kind, state, created_at)
    values (${teamId}, ${projectId}, 'stop', 'person', '시험', '이지훈', 'approval', ${state}, ${at}) returning id`.execute(
    database.db,
  )
  return rows[0]?.id ?? ''
}
