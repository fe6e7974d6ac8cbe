import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import type { Database } from '../../platform/db/database.ts'
import { todosFor } from './todos.ts'

const NOW = new Date('2026-11-23T05:00:00Z')

let database: Database
const ids: Record<string, string> = {}
beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(`
    insert into organizations (provider, created_at) values ('openai', now());
    insert into teams (name, created_at) values ('마케팅팀', '2026-01-01'), ('데이터팀', '2026-01-02');
    insert into admin_keys (team_id, organization_id, last4, fingerprint, state, write_access, created_at)
      select team.id, organization.id, 'abc1', sha256(team.name::bytea), 'active', 'yes', now()
      from teams team, organizations organization;
    insert into projects (team_id, name, created_at)
      select id, case name when '마케팅팀' then 'chatbot-experiment' else 'batch-embed' end, now() from teams;
    insert into project_teams (project_id, team_id, from_at, from_day) select id, team_id, now(), '-infinity' from projects;
    insert into organization_projects (organization_id, external_id, seen_at)
      select organization.id, 'proj_' || project.name, now() from organizations organization, projects project;
    insert into bindings (project_id, organization_id, external_id, from_at, from_day)
      select project.id, organization.id, 'proj_' || project.name, now(), '-infinity' from projects project, organizations organization;
    insert into thresholds (project_id, period, limit_usd, levels, on_no_data, state, state_since, judged_period, created_at)
      select id, 'day', 500, '[{"percent":100,"effect":"notify"}]', 'go-on', 'exceeded', now(), '2026-11-23', now() from projects;
    insert into breaches (threshold_id, project_id, team_id, period, period_start, limit_usd, spend, highest_percent, generation, opened_at)
      select threshold.id, project.id, project.team_id, 'day', '2026-11-23', 500,
        case project.name when 'batch-embed' then 420 else 742.18 end, case project.name when 'batch-embed' then 80 else 100 end,
        1, '2026-11-23T04:50:00Z'
      from thresholds threshold join projects project on project.id = threshold.project_id;
    insert into blocks (team_id, project_id, grade, origin, reason, requested_by_name, until_kind, state, created_at, proof, calls_after)
      select team_id, id, 'slow', 'person', '확인 중', '이지훈', 'approval', 'open', '2026-11-23T04:00:00Z', 'violated', 1204
      from projects where name = 'batch-embed';
    insert into release_requests (block_id, asked_by_name, reason, asked_at)
      select id, '박서연', '버그 수정 완료', '2026-11-23T04:30:00Z' from blocks;
    insert into limit_changes (external_id, item, field, label, not_before, seen_at)
      values ('proj_batch-embed', 'spend-limit', 'amount', '월 지출 한도', now(), '2026-11-23T01:00:00Z');
    insert into cost_scopes (organization_id, external_id) select organization_id, external_id from organization_projects;
    insert into usage_series (scope_id, kind, identity, model) select id, 'completions', external_id, 'gpt-9' from cost_scopes;
    insert into usage_days (series_id, cost_day, input_tokens, output_tokens, cost, unpriced)
      select id, '2026-11-22', 600000, 20000, 0, true from usage_series`)
  const { rows } = await database.pool.query<{ name: string; id: string }>('select name, id from teams')
  for (const { name, id } of rows) ids[name] = id
})
afterAll(() => database.close())

const todos = (teams: string[] | null) =>
  todosFor(
    { db: database.db, now: NOW, sendsMail: true, sentence: (code) => code },
    teams === null ? null : teams.map((name) => ids[name] ?? ''),
  )
const told = async (teams: string[] | null) => (await todos(teams)).map(({ kind, sentence }) => `${kind}: ${sentence}`)

test('an admin is told of everything, what runs away first', async () => {
  expect(await told(null)).toEqual([
    'block-not-proven: 데이터팀 · batch-embed 차단 후에도 호출이 1,204건 발생했습니다.',
    'breach: 마케팅팀 · chatbot-experiment 일일 한도 초과',
    'near-limit: 데이터팀 · batch-embed 일일 한도 주의 (감속 중)',
    'approval: 해제 요청 · 데이터팀 · batch-embed “버그 수정 완료” (박서연)',
    'price-unknown: 11/22 사용량 가운데 단가를 모르는 모델 1개의 1,240,000 토큰이 지출에서 빠져 있습니다. 단가를 입력하면 다시 계산합니다.',
    'drift: 데이터팀의 OpenAI 한도 1건을 누군가 바꾸었습니다. 의도한 변경인지 확인해 주세요.',
  ])
})

test('a team is told of its own things only', async () => {
  expect(await told(['마케팅팀'])).toEqual(['breach: 마케팅팀 · chatbot-experiment 일일 한도 초과'])
  expect((await told(['데이터팀'])).map((line) => line.split(':')[0])).toEqual([
    'block-not-proven',
    'near-limit',
    'approval',
    'drift',
  ])
  expect(await told([])).toEqual([])
})

test('a breach carries its amounts, and what already holds its project back', async () => {
  const [, breach, near] = await todos(null)
  expect(breach).toMatchObject({
    severity: 'danger',
    use: { spend: { amount: '742.18' }, limit: { amount: '500' }, ratio: 1.4844 },
    heldBack: null,
    since: '2026-11-23T04:50:00.000Z',
  })
  expect(near).toMatchObject({ severity: 'warn', heldBack: 'slowed' })
})

test('a breach that is stopped is no longer urgent, and says who has seen it', async () => {
  await database.pool.query(`
    insert into blocks (team_id, project_id, grade, origin, reason, requested_by_name, until_kind, state, created_at, proof)
      select team_id, id, 'stop', 'person', '무한 재시도', '이지훈', 'approval', 'open', '2026-11-23T04:58:00Z', 'confirmed'
      from projects where name = 'chatbot-experiment';
    update breaches set acknowledged_at = now(), acknowledged_name = '이지훈' where highest_percent >= 100`)
  expect(await told(['마케팅팀'])).toEqual([
    'breach: 마케팅팀 · chatbot-experiment 일일 한도 초과 (차단됨, 이지훈 확인)',
  ])
  expect((await todos(['마케팅팀']))[0]).toMatchObject({ severity: 'warn', heldBack: 'blocked' })
})

test('a block that nothing proves within a quarter of an hour is asked about', async () => {
  await database.pool.query(`
    update blocks set proof = 'pending', created_at = '2026-11-23T04:40:00Z' where grade = 'stop'`)
  expect(await told(['마케팅팀'])).toContain(
    'block-not-proven: 마케팅팀 · chatbot-experiment 차단이 아직 확인되지 않았습니다. 차단 뒤의 사용량을 읽지 못했습니다.',
  )
})

test('a project whose thresholds cannot be judged is told, unless its key is said to be broken already', async () => {
  await database.pool.query(
    `update thresholds set no_data_since = '2026-11-23T04:00:00Z', no_data_cause = 'poll-overdue'`,
  )
  expect(await told(['데이터팀'])).toContain(
    'no-data: 데이터팀 프로젝트 1개의 사용량을 읽지 못해 임계값을 판단할 수 없습니다. Admin API 키와 수집 상태를 확인해 주세요.',
  )
  await database.pool.query(`update thresholds set no_data_cause = 'key-broken'`)
  expect((await told(['데이터팀'])).some((line) => line.startsWith('no-data'))).toBe(false)
})

test('a channel that fails is told to its team with the reason, and the mail server to admins', async () => {
  await database.pool.query(`
    insert into channels (team_id, kind, name, created_at) select id, 'slack', '#alerts', now() from teams where name = '마케팅팀';
    insert into delivery_lanes (lane, problem, problem_since, failures)
      select id::text, 'Slack이 이 주소를 더 이상 받지 않습니다.', '2026-11-23T03:00:00Z'::timestamptz, 3 from channels
      union all select 'mail', '메일 서버가 응답하지 않습니다.', '2026-11-23T02:00:00Z', 2`)
  const failing = async (teams: string[] | null) =>
    (await told(teams)).filter((line) => line.startsWith('channel-failing'))
  const slack =
    'channel-failing: 마케팅팀 채널 ‘#alerts’에 알림을 보내지 못하고 있습니다. Slack이 이 주소를 더 이상 받지 않습니다.'
  expect(await failing(['마케팅팀'])).toEqual([slack])
  expect(await failing(['데이터팀'])).toEqual([])
  expect(await failing(null)).toEqual([
    'channel-failing: 메일을 보내지 못하고 있습니다. 메일 서버가 응답하지 않습니다.',
    slack,
  ])
})
