import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTeamsWorkbench, type TeamsWorkbench } from '../../test/teams/workbench.ts'

let bench: TeamsWorkbench
let team: string

beforeAll(async () => {
  bench = await createTeamsWorkbench()
})
afterAll(() => bench.close())
beforeEach(async () => {
  await bench.clear()
  team = await bench.team('마케팅팀')
})

const count = async (table: string) =>
  (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(bench.database.db)).rows[0]?.n
const kinds = async () =>
  (await sql<{ kind: string }>`select kind from actions order by at, id`.execute(bench.database.db)).rows.map(
    (r) => r.kind,
  )

describe('registering', () => {
  test('a working key is stored, shown by its last four and able to block', async () => {
    const { status, body } = await bench.register(team, ` ${bench.openai.keys.full}\n`)
    expect(status).toBe(201)
    expect(body).toMatchObject({ teamId: team, last4: 'abc1', state: 'active', writeAccess: 'yes', problem: null })
    expect(await bench.teams.keyDesk.openKey(body.id)).toMatchObject({ secret: bench.openai.keys.full, baseUrl: null })
    expect(await kinds()).toContain('admin-key.registered')
    const list = await bench.admin('GET', '/api/teams')
    expect(list.body.items[0].adminKeys).toHaveLength(1)
  })

  test('a key that may only read is named as such', async () => {
    expect((await bench.register(team, bench.openai.keys.readOnly)).body.writeAccess).toBe('no')
  })

  test('a key that may not list projects still collects', async () => {
    const { status, body } = await bench.register(team, bench.openai.keys.noManagement)
    expect(status).toBe(201)
    expect(body.writeAccess).toBe('unknown')
  })

  test.each([
    ['a project key', () => bench.openai.keys.projectKey, 400, 'key-project', /프로젝트용 API 키/],
    ['a revoked key', () => bench.openai.keys.revoked, 400, 'key-revoked', /폐기/],
    ['a key without the costs scope', () => bench.openai.keys.noCosts, 400, 'key-no-costs', /api\.usage\.read/],
    ['no key at all', () => '안녕 🔑 \u0000 ‮ "', 400, 'key-not-admin', /sk-admin-/],
    ['a key with a line break inside', () => 'sk-admin-aaaaaaaa\r\nx: y', 400, 'key-not-admin', /sk-admin-/],
  ])('%s is refused in its own words and not stored', async (_name, key, status, code, sentence) => {
    const answer = await bench.register(team, key())
    expect(answer.status).toBe(status)
    expect(answer.body.code).toBe(code)
    expect(answer.body.detail).toMatch(sentence)
    expect(await count('admin_keys')).toBe(0)
    expect(await count('secrets')).toBe(0)
  })

  test.each([
    ['reset', 502, 'api-unreachable'],
    ['hang', 502, 'api-timeout'],
    ['html', 502, 'api-garbage'],
    ['garbage', 502, 'api-garbage'],
    ['truncate', 502, 'api-garbage'],
    ['500', 502, 'api-failed'],
    ['429', 429, 'api-busy'],
  ] as const)('an OpenAI that answers with %s is told apart and nothing is stored', async (kind, status, code) => {
    bench.openai.faults.push({ match: 'organization/costs', kind, times: 2 })
    const answer = await bench.register(team, bench.openai.keys.full)
    expect(answer).toMatchObject({ status, body: { code } })
    expect(await count('admin_keys')).toBe(0)
  })

  test('a hiccup is retried', async () => {
    bench.openai.faults.push({ match: 'organization/costs', kind: '503' })
    expect((await bench.register(team, bench.openai.keys.full)).status).toBe(201)
  })

  test('the same key is registered once, here or elsewhere, also when two ask at once', async () => {
    const other = await bench.team('데이터팀')
    const both = await Promise.all([
      bench.register(team, bench.openai.keys.full),
      bench.register(other, bench.openai.keys.full),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(await count('admin_keys')).toBe(1)
    const again = await Promise.all([team, other].map((id) => bench.register(id, bench.openai.keys.full)))
    expect(again.map(({ body }) => body.code).sort()).toEqual(['key-registered-elsewhere', 'key-registered-here'])
  })

  test('an own address is refused unless the workspace allows it', async () => {
    const body = { key: bench.openai.keys.full, baseUrl: 'http://169.254.169.254/v1' }
    const answer = await bench.admin('POST', `/api/teams/${team}/admin-keys`, body)
    expect(answer).toMatchObject({ status: 400, body: { code: 'base-url-not-allowed' } })
    const own = { ...body, baseUrl: `${bench.openaiBaseUrl}/` }
    expect((await bench.admin('POST', `/api/teams/${team}/admin-keys`, own)).body.baseUrl).toBeNull()
  })
})

describe('organizations', () => {
  test('two keys of one organization share it, whatever they may do, and another has its own', async () => {
    const other = await bench.team('데이터팀')
    const { keys } = bench.openai
    const first = await bench.register(team, keys.noManagement)
    const rest = await Promise.all([keys.full, keys.second, keys.readOnly].map((key) => bench.register(other, key)))
    const foreign = await bench.register(other, keys.otherOrganization)
    expect(new Set([first, ...rest].map(({ body }) => body.organizationId)).size).toBe(1)
    expect(foreign.body.organizationId).not.toBe(first.body.organizationId)
    expect(await count('organizations')).toBe(2)
  })

  test('two first keys of one organization at once make one organization', async () => {
    await Promise.all([bench.openai.keys.full, bench.openai.keys.second].map((key) => bench.register(team, key)))
    expect(await count('organizations')).toBe(1)
  })

  test('admins see who shares an organization, leads do not', async () => {
    const other = await bench.team('데이터팀')
    const { body } = await bench.register(team, bench.openai.keys.full)
    await bench.register(other, bench.openai.keys.second)
    expect((await bench.admin('GET', `/api/admin-keys/${body.id}`)).body.sharedWith).toEqual(['데이터팀'])
    const lead = bench.as('kim', 'member', { [team]: 'lead' })
    expect((await lead('GET', `/api/admin-keys/${body.id}`)).body.sharedWith).toEqual([])
  })
})

describe('later', () => {
  let id: string
  beforeEach(async () => {
    id = (await bench.register(team, bench.openai.keys.full)).body.id
  })
  const faultyCosts = (kind: '401' | '403' | '500', times = 2) =>
    bench.openai.faults.push({ match: 'organization/costs', kind, times })

  test('a test that OpenAI refuses marks the key broken, tells the team once, and a good one mends it', async () => {
    faultyCosts('401')
    const broken = await bench.admin('POST', `/api/admin-keys/${id}/test`)
    expect(broken.body).toMatchObject({ ok: false, code: 'key-revoked', key: { state: 'broken' } })
    await bench.teams.keyDesk.markBroken(id, 'key-revoked')
    expect(bench.notices.map(({ code, last4 }) => [code, last4])).toEqual([['key-revoked', 'abc1']])
    bench.openai.faults.clear()
    const mended = await bench.admin('POST', `/api/admin-keys/${id}/test`)
    expect(mended.body).toMatchObject({ ok: true, code: null, key: { state: 'active', problem: null } })
    await bench.teams.keyDesk.markBroken(id, 'key-no-costs')
    expect(bench.notices).toHaveLength(2)
    expect((await kinds()).filter((kind) => kind === 'admin-key.broken')).toHaveLength(2)
  })

  test('an outage during a test is said but does not break the key', async () => {
    faultyCosts('500')
    const answer = await bench.admin('POST', `/api/admin-keys/${id}/test`)
    expect(answer.body).toMatchObject({ ok: false, code: 'api-failed', key: { state: 'active' } })
    expect(bench.notices).toEqual([])
  })

  test('a deactivated key is not collected with, stays so, and comes back only after a live check', async () => {
    const off = await bench.admin('POST', `/api/admin-keys/${id}/deactivate`, { reason: '퇴사자 키' })
    expect(off.body.state).toBe('inactive')
    expect(await bench.teams.keyDesk.collectableKeys()).toEqual([])
    await bench.teams.keyDesk.markBroken(id, 'key-revoked')
    expect((await bench.admin('GET', `/api/admin-keys/${id}`)).body.state).toBe('inactive')
    faultyCosts('403')
    const refused = await bench.admin('POST', `/api/admin-keys/${id}/reactivate`, {})
    expect(refused).toMatchObject({ status: 400, body: { code: 'key-no-costs' } })
    bench.openai.faults.clear()
    expect((await bench.admin('POST', `/api/admin-keys/${id}/reactivate`, {})).body.state).toBe('active')
  })

  test('a key is replaced by one of its organization only', async () => {
    const put = (key: string) => bench.admin('PUT', `/api/admin-keys/${id}`, { key })
    const foreign = await put(bench.openai.keys.otherOrganization)
    expect(foreign).toMatchObject({ status: 409, body: { code: 'key-other-organization' } })
    expect((await bench.teams.keyDesk.openKey(id))?.secret).toBe(bench.openai.keys.full)
    await bench.teams.keyDesk.markBroken(id, 'key-revoked')
    const replaced = await put(bench.openai.keys.second)
    expect(replaced.body).toMatchObject({ id, last4: bench.openai.keys.second.slice(-4), state: 'active' })
    expect((await bench.teams.keyDesk.openKey(id))?.secret).toBe(bench.openai.keys.second)
    expect((await bench.register(team, bench.openai.keys.full)).status).toBe(201)
  })

  test('collecting with it notes when, and mends it', async () => {
    await bench.teams.keyDesk.markBroken(id, 'key-revoked')
    await bench.teams.keyDesk.markCollected(id, bench.clock.now())
    const { body } = await bench.admin('GET', `/api/admin-keys/${id}`)
    expect(body).toMatchObject({ state: 'active', collectedAt: '2026-11-23T05:00:00.000Z' })
    expect(await bench.teams.keyDesk.checkKey(id)).toBe(true)
  })

  test('a member may look but not touch, another team sees nothing, signed out is asked to sign in', async () => {
    const member = bench.as('kim', 'member', { [team]: 'member' })
    const stranger = bench.as('park', 'member', { [await bench.team('데이터팀')]: 'lead' })
    expect((await member('GET', `/api/admin-keys/${id}`)).status).toBe(200)
    const calls = [
      ['POST', `/api/admin-keys/${id}/test`, undefined],
      ['POST', `/api/admin-keys/${id}/deactivate`, {}],
      ['POST', `/api/admin-keys/${id}/reactivate`, {}],
      ['PUT', `/api/admin-keys/${id}`, { key: bench.openai.keys.second }],
      ['POST', `/api/teams/${team}/admin-keys`, { key: bench.openai.keys.second }],
    ] as const
    for (const [method, url, body] of calls) {
      expect([(await member(method, url, body)).status, url]).toEqual([403, url])
      expect([(await stranger(method, url, body)).status, url]).toEqual([404, url])
      expect([(await bench.signedOut(method, url, body)).status, url]).toEqual([401, url])
    }
  })
})
