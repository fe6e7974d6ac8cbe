import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Block, BlockState, LimitChange } from '../../src/blocking/api.ts'
import { fixedClock } from '../../src/platform/clock.ts'
import { requester } from '../access/world.ts'
import { type Client, join, setUpAdmin } from '../support/client.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const DAY = 86_400_000
const clock = fixedClock('2026-11-23T05:00:00Z')
let server: TestServer
let admin: Client
let member: Client
let as: ReturnType<typeof requester>
let project: { id: string; externalId: string }

beforeAll(async () => {
  server = await startTestServer({
    clock,
    simulator: { projectCount: 4, historyDays: 3 },
    roles: { web: true, jobs: false },
  })
  admin = await setUpAdmin(server)
  as = requester(admin)
  const { id: teamId } = await as('POST', '/api/teams', { name: '마케팅팀' })
  await as('POST', `/api/teams/${teamId}/admin-keys`, { key: server.simulator.keys.full })
  const externalId = server.simulator.projects()[0]?.id ?? ''
  const { id } = await as('POST', '/api/projects', { teamId, name: 'chatbot-experiment' })
  await as('POST', `/api/projects/${id}/bindings`, { externalIds: [externalId] })
  project = { id, externalId }
  const seat = { email: 'member@example.com', name: '최팀원', teams: [{ teamId, role: 'member' as const }] }
  member = await join(server, admin, seat)
})
afterAll(() => server.close())

async function told(kind: string): Promise<string[]> {
  const { rows } = await server.runtime.database.pool.query<{ target: string }>(
    `select distinct d.target from deliveries d join notices n on n.key = d.notice_key
    where n.kind = $1 order by d.target`,
    [kind],
  )
  return rows.map(({ target }) => target)
}
async function settled(): Promise<void> {
  await server.runtime.blocking.idle()
  await server.runtime.blocking.carryOut()
}

test('a member blocks, writes to the team and asks; an admin refuses, then gives it; both are told each time', async () => {
  const asMember = requester(member)
  const path = `/api/projects/${project.id}/block`
  const before = server.simulator.limitState(project.externalId)
  const { id } = await asMember<Block>('POST', path, { reason: '무한 루프 버그로 의심됩니다.' })
  await settled()
  const { blocks } = await asMember<BlockState>('GET', path)
  expect(blocks).toMatchObject([{ state: 'open', requestedByName: '최팀원', mayRelease: false }])
  expect(blocks[0]?.message).toBe(
    'chatbot-experiment의 API 사용을 긴급 차단했습니다. 사유: 무한 루프 버그로 의심됩니다. 확인 후 연락 주세요.',
  )

  const text = '재시도 횟수를 제한한 뒤 연락 주세요.'
  await asMember('POST', `/api/blocks/${id}/message`, { text })
  const { rows } = await server.runtime.database.pool.query<{ notice: { paragraphs: string[] } }>(
    `select to_jsonb(n) as notice from notices n where kind = 'team-message'`,
  )
  expect(JSON.stringify(rows)).toContain(text)
  expect(JSON.stringify(rows)).not.toContain('긴급 차단했습니다')
  expect(await told('team-message')).toContain('admin@example.com')

  await asMember('POST', `/api/blocks/${id}/release-request`, { reason: '고쳤습니다' })
  expect(await told('release-asked')).toContain('admin@example.com')
  const again = await member.request('POST', `/api/blocks/${id}/release-request`, { reason: '급합니다' })
  expect(again.body).toMatchObject({ code: 'release-asked-already' })
  expect((await member.request('POST', `/api/blocks/${id}/release`, { approve: true, reason: '제가' })).status).toBe(
    403,
  )

  await as('POST', `/api/blocks/${id}/release`, { approve: false, reason: '아직 호출이 보입니다' })
  expect(await told('release-refused')).toEqual(expect.arrayContaining(['admin@example.com', 'member@example.com']))
  expect(server.simulator.limitState(project.externalId).spendLimitCents).toBe(1)

  await asMember('POST', `/api/blocks/${id}/release-request`, { reason: '이번에는 고쳤습니다' })
  await as('POST', `/api/blocks/${id}/release`, { approve: true, reason: '확인했습니다' })
  await settled()
  expect(await told('block-released')).toEqual(expect.arrayContaining(['admin@example.com', 'member@example.com']))
  expect(server.simulator.limitState(project.externalId)).toEqual(before)
  const { items } = await as<{ items: { kind: string }[] }>('GET', `/api/actions?projectId=${project.id}&limit=50`)
  expect(items.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining([
      'block.requested',
      'team-message.sent',
      'block.release-requested',
      'block.release-refused',
      'block.released',
      'block.restored',
    ]),
  )
})

test('the daily look shows what somebody changed at OpenAI, and nothing of what a block of ours changed', async () => {
  const { blocking } = server.runtime
  const drift = async () => (await as<{ items: LimitChange[] }>('GET', '/api/limits/drift')).items
  await blocking.takeSnapshots()
  expect(await drift()).toEqual([])

  const { id } = await as<Block>('POST', `/api/projects/${project.id}/block`, { reason: '점검' })
  await settled()
  server.simulator.changeLimits({
    projectId: project.externalId,
    rateLimits: [{ model: 'gpt-4o', max_requests_per_1_minute: 7 }],
  })
  clock.advance(DAY + 60_000)
  expect(await blocking.takeSnapshots()).toBe(1)
  const changed = { projectName: 'chatbot-experiment', label: 'gpt-4o', before: '10000', after: '7' }
  expect(await drift()).toMatchObject([{ ...changed, field: 'max_requests_per_1_minute', acknowledgedByName: null }])

  await as('POST', `/api/blocks/${id}/release`, { approve: true, reason: '점검 끝' })
  await settled()
  server.simulator.changeLimits({ projectId: project.externalId, spendLimitCents: 50_000 })
  clock.advance(DAY + 60_000)
  await blocking.takeSnapshots()
  const all = await drift()
  expect(all.map(({ label, before, after }) => [label, before, after])).toEqual([
    ['월 지출 한도', null, '$500.00'],
    ['gpt-4o', '10000', '7'],
  ])
  await as('POST', `/api/limits/drift/${all[1]?.id}/acknowledge`)
  expect((await drift()).map(({ acknowledgedByName }) => acknowledgedByName)).toEqual([null, '이지훈'])
})

test('an API key is deleted for good only with what the list names, and a deleted one is gone at OpenAI', async () => {
  const path = `/api/projects/${project.id}/api-keys`
  const { items } = await as<{ items: { id: string; confirmation: string }[] }>('GET', path)
  const [key] = items
  const wrong = await admin.request('POST', `${path}/${key?.id}/delete`, { confirmation: '삭제', reason: '유출' })
  expect(wrong.body).toMatchObject({ code: 'confirmation-wrong' })
  expect((await as<{ items: unknown[] }>('GET', path)).items).toHaveLength(items.length)
  await as('POST', `${path}/${key?.id}/delete`, { confirmation: key?.confirmation, reason: '유출' })
  expect((await as<{ items: { id: string }[] }>('GET', path)).items.map(({ id }) => id)).not.toContain(key?.id)
})
