import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '../../platform/clock.ts'
import { createSimulator } from '../../simulator/index.ts'
import { createOpenAiClient } from './client.ts'
import { createOpenAiKeys } from './keys.ts'

const clock = fixedClock('2026-11-23T05:00:00Z')
const openai = createSimulator({ clock, organizations: 2, historyDays: 40, projectCount: 130 })
const keys = createOpenAiKeys({ clock, sleep: async () => {}, timeoutMs: 1_000 })
let baseUrl = ''

beforeAll(async () => {
  baseUrl = (await openai.listen()).url
})
afterAll(() => openai.close())

test('a full key shows its organization, all projects over all pages, and that it may write', async () => {
  const check = await keys.checkAdminKey(openai.keys.full, baseUrl)
  expect(check).toMatchObject({ ok: true, writeAccess: 'yes' })
  const projects = check.ok ? check.projects : null
  expect(new Map(projects?.map(({ id, archived }) => [id, archived]))).toEqual(
    new Map(openai.projects().map(({ id, isArchived }) => [id, isArchived])),
  )
  expect(check.ok && check.organizationHint).toMatch(/^org-/)
})

test('checking changes nothing at OpenAI', async () => {
  const client = createOpenAiClient({ key: openai.keys.full, baseUrl })
  const limits = () =>
    Promise.all(
      openai
        .projects()
        .slice(0, 3)
        .map(async ({ id }) => (await client.admin.organization.projects.rateLimits.listRateLimits(id)).data),
    )
  const before = await limits()
  expect(before[0]?.length).toBeGreaterThan(0)
  await keys.checkAdminKey(openai.keys.full, baseUrl)
  expect(await limits()).toEqual(before)
})

test('a key that may only read, or only read costs, passes and is named as such', async () => {
  expect(await keys.checkAdminKey(openai.keys.readOnly, baseUrl)).toMatchObject({ ok: true, writeAccess: 'no' })
  const usageOnly = await keys.checkAdminKey(openai.keys.noManagement, baseUrl)
  expect(usageOnly).toMatchObject({ ok: true, projects: null, writeAccess: 'unknown' })
  expect(usageOnly.ok && usageOnly.seenProjectIds.length).toBeGreaterThan(5)
})

test('a doubt about writing is a doubt, not a failure', async () => {
  openai.faults.push({ match: 'rate_limits', kind: '500', times: 9 })
  expect(await keys.checkAdminKey(openai.keys.full, baseUrl)).toMatchObject({ ok: true, writeAccess: 'unknown' })
  openai.faults.clear()
})

test.each([
  ['revoked', () => openai.keys.revoked, { kind: 'key-revoked' }],
  ['without costs', () => openai.keys.noCosts, { kind: 'missing-scope', scope: 'api.usage.read' }],
  ['of a project', () => openai.keys.projectKey, { kind: 'project-key' }],
  ['of a service account', () => 'sk-svcacct-abcdefgh12345678', { kind: 'project-key' }],
  ['of the old kind', () => 'sk-abcdefgh12345678', { kind: 'project-key' }],
  ['of nobody', () => 'hello', { kind: 'not-admin-key' }],
  ['with a header in it', () => 'sk-admin-abcdefgh\r\nx: y', { kind: 'not-admin-key' }],
])('a key %s is refused for its reason', async (_name, key, failure) => {
  expect(await keys.checkAdminKey(key(), baseUrl)).toMatchObject({ ok: false, failure })
})

test('one project is found by id, an unknown one is not', async () => {
  const [project] = openai.projects()
  expect(await keys.findProject(openai.keys.full, baseUrl, project?.id ?? '')).toMatchObject({
    ok: true,
    value: { id: project?.id, name: project?.name },
  })
  expect(await keys.findProject(openai.keys.full, baseUrl, 'proj_doesnotexist')).toMatchObject({
    ok: false,
    failure: { kind: 'not-found' },
  })
  expect(await keys.listProjects(openai.keys.noManagement, baseUrl)).toMatchObject({
    ok: false,
    failure: { kind: 'missing-scope', scope: 'api.management.read' },
  })
})
