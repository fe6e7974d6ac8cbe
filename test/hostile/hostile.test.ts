import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { fingerprintOf } from '../access/contents.ts'
import { isWrite, type Operation, readOperations } from '../access/openapi.ts'
import { expectProblem, type Raw } from '../access/problem.ts'
import { createWorld, type World } from '../access/world.ts'
import { BODIES, LEGAL_WHERE_IGNORED } from './bodies.ts'
import { type Hostile, sendRaw } from './send.ts'
import { known, legalBody, PATH_PARTS, QUERIES, UNKNOWN_ID, VALUES } from './values.ts'

// Many requests: a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 })

let world: World
let operations: Operation[]
let withBody: Operation[]
beforeAll(async () => {
  world = await createWorld()
  operations = await readOperations(world.server.url)
  withBody = operations.filter(({ body }) => body !== null)
})
afterAll(() => world.close())

const send = (operation: Pick<Operation, 'method' | 'path'>, hostile: Partial<Hostile>): Promise<Raw> =>
  sendRaw(world, operation.method, { ...hostile, path: hostile.path ?? pathOf(operation.path) })

const ids = (): Record<string, string> => ({
  id: UNKNOWN_ID,
  personId: UNKNOWN_ID,
  name: 'no-such-job',
  token: 'no-such-token',
})
const pathOf = (template: string, replaced: Record<string, string> = {}) =>
  template.replace(/\{(\w+)\}/g, (_match, name: string) => ({ ...ids(), ...replaced })[name] ?? UNKNOWN_ID)

function expectSane(answer: Raw, what: string): void {
  expect(answer.status, `${what.slice(0, 300)} → ${answer.text.slice(0, 500)}`).toBeLessThan(500)
  expect(answer.text, what.slice(0, 300)).not.toContain('a'.repeat(2_000))
  if (answer.status >= 400) expectProblem(answer, what.slice(0, 300))
}

/** Runs all of it, and where every one was refused, the workspace is as it was. */
async function unchangedBy(run: () => Promise<Raw[]>, what: string): Promise<Raw[]> {
  const before = await fingerprintOf(world.server.runtime.database)
  const answers = await run()
  const allRefused = answers.every(({ status }) => status >= 400)
  if (allRefused) expect(await fingerprintOf(world.server.runtime.database), what).toEqual(before)
  return answers
}

test('an id that nobody has is not found, in every operation that takes one', async () => {
  for (const operation of operations.filter(({ path }) => path.includes('{'))) {
    const body = operation.body ? JSON.stringify(legalBody(operation, known(world.today))) : undefined
    const [answer] = await unchangedBy(async () => [await send(operation, body ? { body } : {})], operation.name)
    if (!answer) throw new Error('no answer')
    expectProblem(answer, operation.name)
    expect([400, 404], `${operation.name} → ${answer.text}`).toContain(answer.status)
  }
})

test('nonsense in the address is refused, in every operation that takes a parameter', async () => {
  for (const operation of operations.filter(({ path }) => path.includes('{'))) {
    const body = operation.body ? JSON.stringify(legalBody(operation, known(world.today))) : undefined
    const answers = await unchangedBy(async () => {
      const all: Raw[] = []
      for (const part of PATH_PARTS) {
        for (const { name } of operation.parameters.filter((parameter) => parameter.in === 'path')) {
          const answer = await send(operation, {
            path: pathOf(operation.path, { [name]: part }),
            ...(body ? { body } : {}),
          })
          expectSane(answer, `${operation.name} ${name}=${part}`)
          all.push(answer)
        }
      }
      return all
    }, operation.name)
    for (const { status, text } of answers) expect(status, `${operation.name} → ${text}`).toBeGreaterThanOrEqual(400)
  }
})

test('nonsense in the query is refused or ignored, in every operation that reads', async () => {
  const reads = operations.filter((operation) => !isWrite(operation))
  for (const operation of reads) {
    const takesQuery = operation.parameters.some((parameter) => parameter.in === 'query')
    const queries = takesQuery ? QUERIES : QUERIES.filter((query) => !/^[a-z]+(\[.*\])?=/i.test(query))
    for (const query of queries) expectSane(await send(operation, { query }), `${operation.name}?${query}`)
  }
  for (const name of ['GET /api/projects/{id}/spend', 'GET /api/teams/{id}/spend']) {
    const operation = reads.find((one) => one.name === name)
    const id = name.includes('teams') ? world.own.teamId : world.own.projectId
    for (const query of QUERIES) {
      if (operation)
        expectSane(await send(operation, { path: pathOf(operation.path, { id }), query }), `${name}?${query}`)
    }
  }
})

describe('a body that is no body is refused, in every operation that takes one', () => {
  for (const [kind, hostile] of Object.entries(BODIES)) {
    test(kind, async () => {
      await unchangedBy(async () => {
        const answers: Raw[] = []
        for (const operation of withBody) {
          const answer = await send(operation, hostile)
          expectSane(answer, `${operation.name}: ${kind}`)
          if (kind !== LEGAL_WHERE_IGNORED) {
            expect(answer.status, `${operation.name} → ${answer.text}`).toBeGreaterThanOrEqual(400)
          }
          answers.push(answer)
        }
        return answers
      }, kind)
    })
  }
})

test('each field of each body with each wrong value is refused, or legal and kept as it was sent', async () => {
  for (const operation of withBody) {
    if (operation.name === 'POST /api/me/password') continue // a legal new password would end the session of this test
    const legal = legalBody(operation, known(world.today))
    for (const field of Object.keys(legal)) {
      for (const value of VALUES) {
        // Every account has its own counter, so that what is looked at is the value and not the throttle.
        const answer = await send(operation, { body: JSON.stringify({ ...legal, [field]: value }) })
        expectSane(answer, `${operation.name} ${field}=${JSON.stringify(value)?.slice(0, 100)}`)
      }
      const { [field]: _left, ...rest } = legal
      expectSane(await send(operation, { body: JSON.stringify(rest) }), `${operation.name} without ${field}`)
    }
  }
})

test('a text with U+0000 or half a surrogate is refused wherever a name is kept', async () => {
  for (const name of ['a\u0000b', '\u0000', '\ud800a', 'a\udc00', `${'a'.repeat(50)}\u0007`]) {
    const answers = await unchangedBy(
      async () => [
        await send({ method: 'POST', path: '/api/teams' }, { body: JSON.stringify({ name }) }),
        await send({ method: 'PATCH', path: '/api/me' }, { body: JSON.stringify({ name }) }),
        await send({ method: 'PATCH', path: '/api/workspace' }, { body: JSON.stringify({ name }) }),
        await send(
          { method: 'PATCH', path: `/api/projects/${world.own.projectId}` },
          { body: JSON.stringify({ name }) },
        ),
        await send(
          { method: 'POST', path: '/api/projects' },
          { body: JSON.stringify({ name, teamId: world.own.teamId }) },
        ),
        await send({ method: 'POST', path: '/api/me/tokens' }, { body: JSON.stringify({ name }) }),
      ],
      JSON.stringify(name),
    )
    for (const { status, text } of answers) expect(status, `${JSON.stringify(name)} → ${text}`).toBe(400)
  }
})

test('emoji, RTL and every other legal name is kept as it was sent', async () => {
  for (const name of [
    '🦓 얼룩말팀 👩‍👩‍👧‍👦',
    'فريق التسويق',
    '‏שלום',
    'Z̴͙̐a̶l̷g̵o̸',
    "'; drop table teams; --",
    '<b>팀</b>',
    '가'.repeat(100),
  ]) {
    const answer = await send({ method: 'POST', path: '/api/teams' }, { body: JSON.stringify({ name }) })
    expect(answer.status, `${name} → ${answer.text}`).toBe(201)
    expect(JSON.parse(answer.text).name).toBe(name.normalize('NFC'))
  }
})

test('any JSON as a body, in any operation, is answered without a failure', async () => {
  const field = fc.constantFrom(
    'name',
    'teamId',
    'reason',
    'email',
    'role',
    'externalIds',
    'key',
    'baseUrl',
    'from',
    'to',
    '__proto__',
  )
  const text = fc.string({ unit: 'binary', maxLength: 40 })
  const json = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.dictionary(field, fc.oneof(text, fc.jsonValue({ maxDepth: 2 }))),
  )
  const operation = fc.constantFrom(...withBody.filter(({ name }) => !/password|sign|setup|accept/.test(name)))
  await fc.assert(
    fc.asyncProperty(operation, json, async (one, body) => {
      expectSane(await send(one, { body: JSON.stringify(body) ?? 'null' }), `${one.name} ${JSON.stringify(body)}`)
    }),
    { numRuns: 300 },
  )
})

test('headers of nonsense are refused or ignored', async () => {
  const home = { method: 'GET', path: '/api/home' }
  const teams = { method: 'POST', path: '/api/teams' }
  const hostile: Record<string, string>[] = [
    { authorization: 'Bearer ' },
    { authorization: `Bearer ${'a'.repeat(5_000)}` },
    { authorization: 'Bearer fin_\u00ff\u00fe' },
    { authorization: 'Basic x' },
    { cookie: 'a'.repeat(8_000) },
    { cookie: '=;=;;;%00=%00; __proto__=1' },
    { cookie: `${world.headersOf('admin').cookie?.split('.')[0]}.broken` },
    { 'idempotency-key': '\u00ff' },
    { 'idempotency-key': 'a'.repeat(5_000) },
    { 'idempotency-key': '' },
    { accept: 'text/html' },
    { 'accept-language': '\u00ff' },
    { origin: 'null' },
    { origin: 'not an origin' },
    { 'x-forwarded-for': "'; drop table sessions; --" },
    { 'user-agent': '\u00ff'.repeat(3_000) },
    { 'content-length': '-1' },
    { 'transfer-encoding': 'nonsense' },
  ]
  for (const headers of hostile) {
    const what = JSON.stringify(headers).slice(0, 100)
    for (const [target, body] of [
      [home, undefined],
      [teams, '{}'],
    ] as const) {
      const answer = await send(target, { headers, ...(body ? { body } : {}) }).catch((error: unknown) => error)
      if (!(answer instanceof Error))
        expect((answer as Raw).status, `${what} → ${(answer as Raw).text}`).toBeLessThan(500)
    }
  }
  expect((await send(home, {})).status).toBe(200)
})

test('after all of it the server is alive and nothing was logged as a failure', async () => {
  expect((await send({ method: 'GET', path: '/readyz' }, {})).status).toBe(200)
  const failures = world.server.logLines.filter((line) => JSON.parse(line).level >= 50)
  expect(failures).toEqual([])
})
