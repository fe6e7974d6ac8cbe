import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandActor } from '../../src/people/actor.ts'
import { addProject, type Project } from '../gateway/workbench.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let ours: Project
let theirs: Project
beforeAll(async () => {
  server = await startTestServer({ simulator: { historyDays: 2 }, roles: { web: true, jobs: false } })
  ours = await addProject(server.runtime, { team: '마케팅팀', name: '광고 문구' })
  theirs = await addProject(server.runtime, { team: '데이터팀', name: '집계' })
})
afterAll(() => server.close())

async function send(to: string, body: unknown, key: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}${to}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}
const stored = async (table: 'calls' | 'outcomes', { id }: Project) =>
  (await sql.raw(`select * from ${table} where project_id = '${id}' order by 1, 2`).execute(server.runtime.database.db))
    .rows

test('whoever knows the ids of another project reads, merges and replaces nothing there', async () => {
  const id = '7f0c4a52-6d5e-4a63-9a0b-0d9c1f2e3a4b'
  const call = { id, responseId: 'chatcmpl-shared', model: 'gpt-4o', task: '비밀 작업', usage: { inputTokens: 10 } }
  const outcome = { id: 'same', responseId: 'chatcmpl-shared', success: true }
  const repeated = { 'idempotency-key': 'one-and-the-same' }
  await send('/api/calls', { calls: [call] }, theirs.key, repeated)
  await send('/api/outcomes', { outcomes: [outcome] }, theirs.key)
  const before = [await stored('calls', theirs), await stored('outcomes', theirs)]

  const changed = { ...call, task: null, cost: '999', usage: { inputTokens: 99 } }
  const answer = await send('/api/calls', { calls: [changed, { id, model: 'x' }] }, ours.key, repeated)
  expect(answer.body).toMatchObject({ stored: 2, merged: 0, duplicates: 0 })
  expect((await send('/api/outcomes', { outcomes: [{ ...outcome, success: false }] }, ours.key)).body).toMatchObject({
    stored: 1,
    replaced: 0,
  })
  expect([await stored('calls', theirs), await stored('outcomes', theirs)]).toEqual(before)
  expect(JSON.stringify([await stored('calls', ours), await stored('outcomes', ours)])).not.toContain('비밀')
})

test('no page of another site sends with a key, and none is told that it might', async () => {
  const origin = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  expect((await send('/api/calls', { calls: [{ model: 'x' }] }, ours.key, origin)).status).toBe(403)
  for (const path of ['/api/calls', '/api/outcomes', '/otlp/v1/traces', '/openai/v1/models']) {
    const headers = { ...origin, 'access-control-request-method': 'POST', cookie: 'session=x' }
    const answer = await fetch(`${server.url}${path}`, { method: 'OPTIONS', headers })
    expect(answer.status, path).toBeGreaterThanOrEqual(400)
    expect(answer.headers.get('access-control-allow-origin'), path).toBeNull()
  }
})

test('a key ends at once with its revocation and with its project, and follows a project that moves', async () => {
  const { projectKeys, projects } = server.runtime.teams
  const calls = { calls: [{ model: 'gpt-4o' }] }
  const second = await projectKeys.create(commandActor, ours.id, { name: '둘째', expiresAt: null })
  const third = await projectKeys.create(commandActor, ours.id, {
    name: '셋째',
    expiresAt: new Date(Date.now() + 1_500),
  })
  expect((await send('/api/calls', calls, second.secret)).status).toBe(200)
  expect((await send('/api/calls', calls, third.secret)).status).toBe(200)
  await projectKeys.revoke(commandActor, second.key.id, '유출')
  expect((await send('/api/calls', calls, second.secret)).status).toBe(401)
  expect((await send('/otlp/v1/traces', {}, second.secret)).status).toBe(401)
  await expect.poll(async () => (await send('/api/calls', calls, third.secret)).status, { timeout: 5_000 }).toBe(401)
  await projects.move(commandActor, ours.id, { teamId: theirs.teamId, reason: '조직 개편' })
  expect((await send('/api/calls', calls, ours.key)).status).toBe(200)
  await projects.archive(commandActor, ours.id)
  for (const path of ['/api/calls', '/api/outcomes', '/otlp/v1/traces']) {
    expect((await send(path, calls, ours.key)).status, path).toBe(401)
  }
})
