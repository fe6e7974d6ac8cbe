import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openReservations } from '../../src/limits/index.ts'
import { commandActor } from '../../src/people/actor.ts'
import { requestText, sendRaw } from '../gateway/raw.ts'
import { startUpstream, type Upstream } from '../gateway/upstream.ts'
import { addProject, openWorkbench, settle, storeProviderKey, until, type Workbench } from '../gateway/workbench.ts'
import { caller, type FarSide, reservations, sellingGpt4o, setLimit, spentBy, UNITS_PER_DOLLAR } from './workbench.ts'

let upstream: Upstream
let bench: Workbench
beforeAll(async () => {
  upstream = await startUpstream()
  bench = await openWorkbench({ environment: { OPENAI_BASE_URL: upstream.url } })
})
afterAll(async () => {
  await bench.close()
  await upstream.close()
})

let number = 0
async function newProject() {
  number += 1
  const project = await addProject(bench.runtime, { team: `팀 ${number}`, name: `프로젝트 ${number}` })
  await storeProviderKey(bench.runtime, project.id, 'sk-upstream-key-000000')
  await settle(bench)
  const client = caller(bench.url, project.key)
  return { ...project, ...client }
}

function openBooks(longestMs = 5): FarSide {
  const books = { units: 0, calls: 0, underWay: 0, mostUnderWay: 0 }
  upstream.answers(sellingGpt4o(books, longestMs))
  return books
}

const MESSAGES = [{ role: 'user', content: '신제품 소개 문구를 한 줄로 써 주세요.' }]
const ask = (maxTokens: number, more = {}) => ({ model: 'gpt-4o', messages: MESSAGES, max_tokens: maxTokens, ...more })
const atRest = () => until(async () => (await reservations(bench.runtime)).length === 0)

test('a call without room is refused as OpenAI would, says why, and is a record; nothing stays reserved', async () => {
  const books = openBooks()
  const project = await newProject()
  await setLimit(bench.runtime, project.id, 'day', { limit: '0.05' })
  const first = await project.chat(ask(100))
  expect(first.status).toBe(200)
  await until(async () => (await spentBy(bench.runtime, project.id)) === String(books.units / UNITS_PER_DOLLAR))
  const refused = await project.chat(ask(16_000))
  expect(refused.status).toBe(429)
  expect(refused.headers['x-should-retry']).toBe('false')
  const { error } = JSON.parse(refused.text)
  expect(error).toMatchObject({ code: 'finops_limit_reached', type: 'insufficient_quota', param: null })
  expect(error.message).toMatch(/일일 하드 한도 \$0\.05/)
  expect(error.message).toMatch(/지금까지 \$0\.00\d\d를 썼습니다/)
  expect(error.message).toMatch(/09:00\(KST\)에 초기화됩니다/)
  expect(error.message).toContain('팀장이나 관리자')
  expect(books.calls).toBe(1)
  await until(async () => (await callsOf(project.id)).length === 2)
  expect((await callsOf(project.id)).map(({ result, problem_code }) => [result, problem_code])).toEqual([
    ['ok', null],
    ['refused', 'finops_limit_reached'],
  ])
  await atRest()
  await project.close()
})

test('a project without a hard limit asks nobody and reserves nothing', async () => {
  openBooks()
  const project = await newProject()
  await setLimit(bench.runtime, project.id, 'day', { limit: '0.000001', hard: false })
  expect((await project.chat(ask(16_000))).status).toBe(200)
  expect(bench.runtime.gateway?.limits.admission.concerns(project.id)).toBe(false)
  expect((await reservations(bench.runtime)).filter(({ project_id }) => project_id === project.id)).toEqual([])
  await project.close()
})

test('from 80 % on every answer says how near the limit is, streams and refusals too, hard or not', async () => {
  openBooks()
  const project = await newProject()
  await setLimit(bench.runtime, project.id, 'day', { limit: '100', hard: false })
  const before = await project.chat(ask(100))
  expect(before.headers['x-finops-budget']).toBeUndefined()
  await until(async () => Number(await spentBy(bench.runtime, project.id)) > 0)
  const spent = Number(await spentBy(bench.runtime, project.id))
  await setLimit(bench.runtime, project.id, 'day', { limit: (spent / 0.9).toFixed(12), hard: false })
  const pattern = /^scope=day; percent=(89|90|\d{3,}); reset=\d{4}-\d\d-\d\dT00:00:00Z$/
  await until(async () => pattern.test(String((await project.chat(ask(1))).headers['x-finops-budget'])))
  const stream = await project.chat(ask(1, { stream: true }))
  expect(stream.text).toContain('[DONE]')
  expect(stream.headers['x-finops-budget']).toMatch(pattern)
  await setLimit(bench.runtime, project.id, 'week', { limit: (spent / 2).toFixed(12) })
  await until(async () =>
    /^scope=week; percent=\d{3,};/.test(String((await project.chat(ask(1))).headers['x-finops-budget'])),
  )
  const refused = await project.chat(ask(1))
  expect(refused.status).toBe(429)
  expect(refused.headers['x-finops-budget']).toMatch(/^scope=week; percent=\d{3,}; reset=.*T00:00:00Z$/)
  expect(JSON.parse(refused.text).error.message).toContain('주간 하드 한도')
  await atRest()
  await project.close()
})

test('what a call did not use is there again before it is recorded, and a raised limit lets calls through at once', async () => {
  const books = openBooks(1)
  const project = await newProject()
  // Room for one call at its most, or for some at what they really cost.
  await setLimit(bench.runtime, project.id, 'day', { limit: '0.18' })
  let answered = 0
  while ((await project.chat(ask(1_000))).status === 200) answered += 1
  expect(answered).toBeGreaterThan(10)
  expect(books.units / UNITS_PER_DOLLAR).toBeLessThanOrEqual(0.18)
  const { thresholds } = bench.runtime
  await thresholds.raise(commandActor, project.id, 'day', { limit: '0.5', reason: '행사' })
  expect((await project.chat(ask(1_000))).status).toBe(200)
  await atRest()
  await project.close()
})

test('an upload, a free call and a body that is no JSON are admitted by what they can cost', async () => {
  upstream.answers((_request, response) => void response.end('{}'))
  const project = await newProject()
  await setLimit(bench.runtime, project.id, 'day', { limit: '0.01' })
  const send = (method: string, path: string, type: string, body: string) =>
    sendRaw(
      bench.url,
      requestText(method, `/openai/v1${path}`, [`Authorization: Bearer ${project.key}`, `Content-Type: ${type}`], body),
    ).then(({ head }) => head.split(' ')[1])
  const form = '--x\r\nContent-Disposition: form-data; name="model"\r\n\r\nwhisper-1\r\n--x--\r\n'
  expect(await send('POST', '/audio/transcriptions', 'multipart/form-data; boundary=x', form)).toBe('429')
  expect(await send('POST', '/moderations', 'application/json', '{"input":"x"}')).toBe('200')
  expect(await send('GET', '/models', 'application/json', '')).toBe('200')
  expect(await send('POST', '/files', 'multipart/form-data; boundary=x', form)).toBe('200')
  expect(await send('POST', '/chat/completions', 'application/json', '{"model":')).toBe('429')
  expect(await send('POST', '/chat/completions', 'text/plain', '{}')).toBe('429')
  for (const body of HOSTILE)
    expect([body, await send('POST', '/chat/completions', 'application/json', body)]).toEqual([body, '429'])
  await atRest()
  await project.close()
})

const HOSTILE = [
  '{"model":"gpt-4o","messages":[],"max_tokens":1e308}',
  '{"model":"gpt-4o","messages":[],"max_tokens":-5}',
  '{"model":"gpt-4o","messages":[],"max_tokens":"1"}',
  '{"model":"gpt-4o","messages":[],"max_tokens":0}',
  '{"model":"gpt-4o","messages":[],"max_tokens":1,"n":1000}',
  '{"model":"gpt-4o","messages":[],"max_tokens":1,"max_completion_tokens":16384}',
  '{"model":"gpt-4o","model":"gpt-4o","max_tokens":1,"max_tokens":99999}',
  '{"model":"gpt-4o","previous_response_id":"resp_1","max_output_tokens":1}',
]

test('a call that only waits for others is let in as they end, a smaller one passes it, and it is refused when they do not', async () => {
  const held: (() => void)[] = []
  const books = { units: 0, calls: 0, underWay: 0, mostUnderWay: 0 }
  const sell = sellingGpt4o(books, 1)
  upstream.answers(async (...given) => {
    if (given[2].includes('"hold"')) await new Promise<void>((resolve) => void held.push(resolve))
    await sell(...given)
  })
  const project = await newProject()
  // Room for one of these at its most, 0.0176 dollars, and a small one.
  await setLimit(bench.runtime, project.id, 'day', { limit: '0.03' })
  const slow = project.chat(ask(1_000, { user: 'hold' }))
  await until(() => held.length === 1)
  const waiting = project.chat(ask(1_000))
  expect((await project.chat(ask(10))).status).toBe(200)
  expect(books.calls).toBe(1)
  held[0]?.()
  expect((await slow).status).toBe(200)
  expect((await waiting).status).toBe(200)
  await bench.runtime.thresholds.set(commandActor, project.id, 'day', { limit: '0.055' })
  const slowAgain = project.chat(ask(1_000, { user: 'hold' }))
  await until(() => held.length === 2)
  const started = performance.now()
  const refused = await project.chat(ask(2_000))
  expect(refused.status).toBe(429)
  expect(performance.now() - started).toBeGreaterThan(1_400)
  expect(JSON.parse(refused.text).error.message).toContain('진행 중인 호출에')
  held[1]?.()
  expect((await slowAgain).status).toBe(200)
  await atRest()
  await project.close()
})

test('a call of unknown price goes on or is refused, as the threshold says', async () => {
  upstream.answers((_request, response) => void response.end('{}'))
  const project = await newProject()
  await setLimit(bench.runtime, project.id, 'day', { limit: '1' })
  const unknown = { model: 'gpt-99-unheard', messages: MESSAGES, max_tokens: 10 }
  const before = bench.runtime.gateway?.limits.figures().uncheckedCost ?? 0
  expect((await project.chat(unknown)).status).toBe(200)
  expect(bench.runtime.gateway?.limits.figures().uncheckedCost).toBe(before + 1)
  await setLimit(bench.runtime, project.id, 'day', { limit: '1', onNoData: 'stop' })
  const refused = await project.chat(unknown)
  expect(refused.status).toBe(429)
  expect(JSON.parse(refused.text).error.message).toContain('단가')
  await atRest()
  await project.close()
})

test('a call that nobody heard the end of keeps what it may have cost until usage can tell', async () => {
  const reached = Promise.withResolvers<void>()
  upstream.answers(() => reached.resolve())
  const project = await newProject()
  await setLimit(bench.runtime, project.id, 'day', { limit: '1' })
  const gone = project.chat(ask(1_000)).catch(() => null)
  await reached.promise
  await project.close()
  await gone
  await until(async () => (await callsOf(project.id)).some(({ result }) => result === 'aborted'))
  const { db } = bench.runtime.database
  const { rows } = await sql<{ held: boolean; minutes: number }>`
    select held, extract(epoch from expires_at - clock_timestamp())::float8 / 60 as minutes from derived.reservations
    where project_id = ${project.id}`.execute(db)
  expect(rows).toEqual([{ held: true, minutes: expect.closeTo(15, 0) }])
  expect(await openReservations(db)).toMatchObject({ open: 0, held: 1 })
  openBooks()
  const client = caller(bench.url, project.key)
  await bench.runtime.thresholds.set(commandActor, project.id, 'day', { limit: '0.02' })
  expect((await client.chat(ask(1_000))).status).toBe(429)
  await sql`update derived.reservations set expires_at = clock_timestamp()`.execute(db)
  expect((await client.chat(ask(10))).status).toBe(200)
  await sql`delete from derived.reservations where held`.execute(db)
  await atRest()
  await client.close()
})

test('with the database gone calls go on or stop as each threshold says, and count once it is back', async () => {
  const books = openBooks()
  const { db } = bench.runtime.database
  const [goesOn, stops] = [await newProject(), await newProject()]
  await setLimit(bench.runtime, goesOn.id, 'day', { limit: '0.5' })
  await setLimit(bench.runtime, stops.id, 'day', { limit: '0.5', onNoData: 'stop' })
  const limits = bench.runtime.gateway?.limits
  const before = limits?.figures().uncheckedDatabase ?? 0
  await sql`alter table derived.reservations rename to reservations_out_of_reach`.execute(db)
  const refused = await stops.chat(ask(100))
  expect(refused.status).toBe(503)
  expect(refused.headers['retry-after']).toBe('5')
  expect(JSON.parse(refused.text).error).toMatchObject({ code: 'finops_limit_unknown', type: 'server_error' })
  expect((await goesOn.chat(ask(100))).status).toBe(200)
  expect(limits?.figures()).toMatchObject({ uncheckedDatabase: before + 1, isLost: true })
  await sql`alter table derived.reservations_out_of_reach rename to reservations`.execute(db)
  await until(() => limits?.figures().isLost === false)
  expect((await stops.chat(ask(100))).status).toBe(200)
  await until(async () => Number(await spentBy(bench.runtime, goesOn.id)) > 0)
  await atRest()
  const spent = Number(await spentBy(bench.runtime, goesOn.id)) + Number(await spentBy(bench.runtime, stops.id))
  expect(spent).toBeCloseTo(books.units / UNITS_PER_DOLLAR, 9)
  await Promise.all([goesOn.close(), stops.close()])
})

test('a reservation of a process that is gone counts until it expires by the database, and is swept', async () => {
  openBooks()
  const project = await newProject()
  await setLimit(bench.runtime, project.id, 'day', { limit: '0.01' })
  const { db } = bench.runtime.database
  const leave = (life: string) =>
    sql`insert into derived.reservations (call_id, project_id, owner, cost_day, amount, opened_at, expires_at)
      values (gen_random_uuid(), ${project.id}, gen_random_uuid(), (now() at time zone 'UTC')::date, 0.0099, now(),
        clock_timestamp() + ${life}::interval)`.execute(db)
  await leave('60 seconds')
  const refused = await project.chat(ask(10))
  expect(refused.status).toBe(429)
  expect(JSON.parse(refused.text).error.message).toContain('예약되어 있습니다')
  await sql`update derived.reservations set expires_at = clock_timestamp()`.execute(db)
  expect((await project.chat(ask(10))).status).toBe(200)
  await atRestBut(1)
  await sql`delete from derived.reservations`.execute(db)
  await project.close()
})

async function atRestBut(count: number) {
  await until(async () => (await reservations(bench.runtime)).length === count)
}

async function callsOf(projectId: string) {
  const { rows } = await sql<{ result: string; problem_code: string | null }>`
    select result, problem_code from calls where project_id = ${projectId} order by at`.execute(
    bench.runtime.database.db,
  )
  return rows
}
