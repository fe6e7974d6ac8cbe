import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTeamsWorkbench, type TeamsWorkbench } from '../../../test/teams/workbench.ts'
import { DAY, MINUTE, SECOND } from '../../platform/clock.ts'
import type { ProjectKey } from './api.ts'

let bench: TeamsWorkbench
let project: string

beforeAll(async () => {
  bench = await createTeamsWorkbench()
})
afterAll(() => bench.close())
beforeEach(async () => {
  await bench.clear()
  project = await bench.project(await bench.team('마케팅팀'), '광고')
})

const path = () => `/api/projects/${project}/keys`
const create = async (body: object) => (await bench.admin('POST', path(), body)).body
const list = async (): Promise<ProjectKey[]> => (await bench.admin('GET', path())).body.items
const deeds = async () =>
  (
    await sql<{ kind: string; subject: string; reason: string | null }>`
    select kind, subject, reason from actions where kind like 'project-key.%' order by kind`.execute(bench.database.db)
  ).rows

test('a key shows its secret once, and after that who made it and how it ends', async () => {
  const { secret, ...key } = await create({ name: '운영 서버', expiresInDays: 30 })
  expect(secret).toMatch(/^fin_[\w-]{43}$/)
  expect(key).toMatchObject({ last4: secret.slice(-4), state: 'active', createdByName: 'lee-name', lastUsedAt: null })
  expect(key.expiresAt).toBe('2026-12-23T05:00:00.000Z')
  const shown = await bench.admin('GET', path())
  expect(shown.body.items).toEqual([key])
  expect(shown.text).not.toContain(secret.slice(4, 30))
})

test('a renamed key keeps its secret; renaming to the same name is no deed', async () => {
  const { id, secret } = await create({ name: '서버' })
  for (const _time of [1, 2]) {
    const { body } = await bench.admin('PATCH', `/api/project-keys/${id}`, { name: '배치 서버' })
    expect(body).toMatchObject({ id, name: '배치 서버' })
  }
  expect(await bench.teams.projectKeys.find(bench.database.db, secret)).toMatchObject({ id })
  expect((await deeds()).map(({ kind }) => kind)).toEqual(['project-key.created', 'project-key.renamed'])
})

test('a revoked key is refused from then on, stays visible, and is revoked once', async () => {
  const { id, secret } = await create({ name: '유출된 키' })
  for (const _time of [1, 2]) {
    const { body } = await bench.admin('POST', `/api/project-keys/${id}/revoke`, { reason: '저장소에 올라감' })
    expect(body).toMatchObject({ id, state: 'revoked', revokedAt: '2026-11-23T05:00:00.000Z' })
  }
  expect(await bench.teams.projectKeys.find(bench.database.db, secret)).toBeNull()
  expect(await deeds()).toEqual([
    { kind: 'project-key.created', subject: '유출된 키', reason: null },
    { kind: 'project-key.revoked', subject: '유출된 키', reason: '저장소에 올라감' },
  ])
})

test('keys that work stand before those that do not', async () => {
  await create({ name: '하루', expiresInDays: 1 })
  bench.clock.advance(DAY)
  await create({ name: '첫째' })
  bench.clock.advance(MINUTE)
  const { id } = await create({ name: '폐기' })
  await bench.admin('POST', `/api/project-keys/${id}/revoke`, {})
  const shown = (await list()).map(({ name, state }) => `${name} ${state}`)
  expect(shown).toEqual(['첫째 active', '폐기 revoked', '하루 expired'])
})

test('use is noted to the minute, only forward, and in one statement for many keys', async () => {
  const keys = [await create({ name: '하나' }), await create({ name: '둘' })]
  const note = (seconds: number[]) =>
    bench.teams.projectKeys.noteUse(
      keys.flatMap(({ id }) => seconds.map((after) => ({ keyId: id, at: new Date(start + after * SECOND) }))),
    )
  const start = bench.clock.now().getTime()
  const used = async () => (await list()).map(({ lastUsedAt }) => (Date.parse(lastUsedAt ?? '') - start) / SECOND)
  await note([0, 10])
  expect(await used()).toEqual([10, 10])
  await note([30, 69])
  expect(await used()).toEqual([10, 10])
  await note([40, 70])
  expect(await used()).toEqual([70, 70])
  await note([5])
  expect(await used()).toEqual([70, 70])
})

test('another process that noted a use within the same minute is not written over', async () => {
  const { id } = await create({ name: '서버' })
  const at = (second: number) => new Date(bench.clock.now().getTime() + second * SECOND)
  await sql`update project_keys set last_used_at = ${at(20)}`.execute(bench.database.db)
  await bench.teams.projectKeys.noteUse([{ keyId: id, at: at(60) }])
  expect((await list())[0]?.lastUsedAt).toBe(at(20).toISOString())
})

test('an unknown key, a name of nothing, and a lifetime of nothing are refused', async () => {
  const unknown = '/api/project-keys/00000000-0000-4000-8000-000000000000'
  expect((await bench.admin('PATCH', unknown, { name: '서버' })).status).toBe(404)
  expect((await bench.admin('POST', `${unknown}/revoke`, {})).status).toBe(404)
  for (const body of [{ name: '  ' }, { name: 'x'.repeat(101) }, { name: '서버', expiresInDays: 0 }]) {
    expect((await bench.admin('POST', path(), body)).status).toBe(400)
  }
  expect(await list()).toEqual([])
})

test('an archived project gets no new key, and its keys are still listed', async () => {
  await create({ name: '서버' })
  await bench.admin('POST', `/api/projects/${project}/archive`)
  const refused = await bench.admin('POST', path(), { name: '하나 더' })
  expect([refused.status, refused.body.code]).toEqual([409, 'project-archived'])
  expect(await list()).toHaveLength(1)
})

test('a moved project takes its keys along: the new lead revokes them, the former one does not see them', async () => {
  const { id } = await create({ name: '서버' })
  const [former, target] = [
    (await bench.admin('GET', `/api/projects/${project}`)).body.teamId,
    await bench.team('데이터팀'),
  ]
  await bench.admin('POST', `/api/projects/${project}/move`, { teamId: target })
  const revoke = (lead: string) =>
    bench.as('kim', 'member', { [lead]: 'lead' })('POST', `/api/project-keys/${id}/revoke`, {})
  expect((await revoke(former)).status).toBe(404)
  expect((await revoke(target)).status).toBe(200)
})
