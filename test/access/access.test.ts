import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { fingerprintOf } from './contents.ts'
import { isWrite, type Operation, readOperations } from './openapi.ts'
import { expectProblem, type Raw, send } from './problem.ts'
import type { Request, Row } from './row.ts'
import { NARROWED, TABLE } from './table.ts'
import { cookieOf, createWorld, IDENTITIES, type Identity, type Signed, type World } from './world.ts'

// Many requests: a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 })

let world: World
let operations: Operation[]
beforeAll(async () => {
  world = await createWorld()
  operations = await readOperations(world.server.url)
})
afterAll(() => world.close())

test('every operation of the API has a row that says who may do it, and every row an operation', () => {
  expect(Object.keys(TABLE).toSorted()).toEqual(operations.map(({ name }) => name).toSorted())
})

describe('every operation answers each identity as the table says, and a refused one changes nothing', () => {
  for (const [name, row] of Object.entries(TABLE)) {
    test(name, async () => {
      for (const [place, identity] of IDENTITIES.entries()) {
        const expected = row.answers[place] ?? 0
        const request = await row.request(world, identity)
        const headers = await headersFor(row, identity)
        // What an accepted block began goes on after its answer.
        await world.server.runtime.blocking.idle()
        const before = expected >= 400 ? await fingerprintOf(world.server.runtime.database) : null
        const answer = await ask(name, request, headers)
        const what = `${name} by ${identity}`
        expect(answer.status, `${what} → ${answer.text}`).toBe(expected)
        if (before) {
          expectProblem(answer, what)
          expect(await fingerprintOf(world.server.runtime.database), what).toEqual(before)
        } else if (identity === 'other team' && !row.speaksOfUs) expectNothingOfOurs(answer, what)
        if (row.endsSessions && isSigned(identity)) await world.signInAgain(identity)
      }
    })
  }
})

test('a list narrowed to somebody else’s team does not exist for its reader', async () => {
  for (const name of NARROWED) {
    const query = {
      teamId: world.own.teamId,
      ...(name.includes('export') ? { from: world.today, to: world.today } : {}),
    }
    const refused = await ask(name, { query }, world.headersOf('other team'))
    expect(refused.status, name).toBe(404)
    expectProblem(refused, name)
    expect((await ask(name, { query }, world.headersOf('member'))).status, name).toBe(200)
  }
})

test('a session or token of somebody else does not exist', async () => {
  const { items } = JSON.parse((await ask('GET /api/me/tokens', {}, world.headersOf('lead'))).text)
  const sessions = JSON.parse((await ask('GET /api/me/sessions', {}, world.headersOf('lead'))).text)
  const admin = world.headersOf('admin')
  expect((await ask('DELETE /api/me/tokens/{id}', { params: { id: items[0].id } }, admin)).status).toBe(404)
  expect((await ask('DELETE /api/me/sessions/{id}', { params: { id: sessions.items[0].id } }, admin)).status).toBe(404)
})

test('what cannot be undone is done by a person, not with a token, whoever’s it is', async () => {
  const { secret } = await world.as<{ secret: string }>('POST', '/api/me/tokens', { name: '관리자의 스크립트' })
  const name = 'POST /api/projects/{id}/api-keys/{keyId}/delete'
  const request = await TABLE[name]?.request(world, 'admin')
  const refused = await ask(name, request ?? {}, { authorization: `Bearer ${secret}` })
  expect([refused.status, JSON.parse(refused.text).code]).toEqual([403, 'token-not-enough'])
  expect((await ask(name, request ?? {}, world.headersOf('admin'))).status).toBe(204)
})

test('a project key opens nothing that is for people', async () => {
  const path = `/api/projects/${world.own.projectId}/keys`
  const { secret } = await world.as<{ secret: string }>('POST', path, { name: '운영 서버' })
  const headers = { authorization: `Bearer ${secret}` }
  const before = await fingerprintOf(world.server.runtime.database)
  const forPeople = operations.filter(({ name }) => {
    const [signedOut, , , , admin] = TABLE[name]?.answers ?? []
    return signedOut === 401 && admin !== 401
  })
  expect(forPeople.length).toBeGreaterThan(60)
  for (const { name, parameters } of forPeople) {
    const params = Object.fromEntries(parameters.map((parameter) => [parameter.name, world.own.projectId]))
    const answer = await ask(name, { params }, headers)
    expect(answer.status, `${name} → ${answer.text}`).toBe(401)
  }
  expect(await fingerprintOf(world.server.runtime.database)).toEqual(before)
})

test('nothing under /api answers without being in the document', async () => {
  for (const path of ['/api', '/api/', '/api/admin', '/api/home/', '/api//home', '/api/openapi.yaml']) {
    const answer = await send(`${world.server.url}${path}`, {})
    expect([401, 404], `${path} → ${answer.text}`).toContain(answer.status)
  }
})

test('a write that a browser sends from another site is refused, whoever is signed in', async () => {
  for (const { name } of operations.filter((operation) => isWrite(operation))) {
    const row = TABLE[name]
    const before = await fingerprintOf(world.server.runtime.database)
    const headers = { ...world.headersOf('admin'), origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    const answer = await ask(
      name,
      { params: { id: world.own.teamId, personId: world.visitorId, name: 'tidy-up' }, body: {} },
      headers,
    )
    expect(answer.status, name).toBe(403)
    expect(answer.text, `${name} ${row?.answers}`).toContain('origin-refused')
    expect(await fingerprintOf(world.server.runtime.database), name).toEqual(before)
  }
})

async function headersFor(row: Row, identity: Identity): Promise<Record<string, string>> {
  if (!row.ownSession || !isSigned(identity)) return world.headersOf(identity)
  return { cookie: cookieOf(await world.signIn(identity)) }
}

function isSigned(identity: Identity): identity is Signed {
  return identity !== 'signed out' && identity !== 'token of the lead'
}

function ask(name: string, { params = {}, query, body, csv }: Request, headers: Record<string, string>): Promise<Raw> {
  const [method = '', template = ''] = name.split(' ')
  const path = template.replace(/\{(\w+)\}/g, (_match, parameter: string) =>
    encodeURIComponent(params[parameter] ?? ''),
  )
  const search = query ? `?${new URLSearchParams(query)}` : ''
  return send(`${world.server.url}${path}${search}`, {
    method,
    headers: { ...headers, ...contentType({ body, csv }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(csv === undefined ? {} : { body: csv }),
  })
}

function contentType({ body, csv }: Pick<Request, 'body' | 'csv'>): Record<string, string> {
  if (csv !== undefined) return { 'content-type': 'text/csv' }
  return body === undefined ? {} : { 'content-type': 'application/json' }
}

/** Whatever somebody of another team may read names nothing that is ours. */
function expectNothingOfOurs({ text }: Raw, what: string): void {
  const { teamId, keyId, projectId, bindingId, externalId, name } = world.own
  for (const trace of [teamId, keyId, projectId, bindingId, externalId, world.collectionId, name]) {
    expect(text, what).not.toContain(trace)
  }
}
