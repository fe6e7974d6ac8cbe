import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addProject, type Project } from '../gateway/workbench.ts'
import { setUpAdmin } from '../support/client.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let project: Project
beforeAll(async () => {
  server = await startTestServer({ simulator: { historyDays: 2 }, roles: { web: true, jobs: false } })
  project = await addProject(server.runtime, { team: '마케팅팀', name: '광고 문구' })
})
afterAll(() => server.close())

async function callsWith(task: string): Promise<unknown[]> {
  return (await sql`select * from calls where task = ${task}`.execute(server.runtime.database.db)).rows
}

type Send = { body: string | Buffer; headers?: Record<string, string>; key?: string | null }
async function send({ body, headers = {}, key = project.key }: Send): Promise<Response> {
  return fetch(`${server.url}/otlp/v1/traces`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  })
}

const nanos = (date: Date) => `${date.getTime()}000000`
function exportOf(spans: readonly { task: string; at?: Date; traceId?: string; operation?: string }[]): string {
  return JSON.stringify({
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: spans.map(({ task, at = new Date(), traceId = randomBytes(16).toString('hex'), operation }, n) => ({
              traceId,
              spanId: `eee19b7ec3c1b${String(n + 100)}`,
              startTimeUnixNano: nanos(at),
              endTimeUnixNano: nanos(at),
              attributes: [
                { key: 'gen_ai.operation.name', value: { stringValue: operation ?? 'chat' } },
                { key: 'gen_ai.usage.input_tokens', value: { intValue: 1 } },
                { key: 'finops.task', value: { stringValue: task } },
              ],
            })),
          },
        ],
      },
    ],
  })
}

describe('the answer', () => {
  test('to what was taken as a whole is empty, in the encoding of the request', async () => {
    const json = await send({ body: exportOf([{ task: '빈 답' }]) })
    expect([json.status, json.headers.get('content-type'), await json.text()]).toEqual([200, 'application/json', '{}'])
    const protobuf = await send({ body: '', headers: { 'content-type': 'application/x-protobuf' } })
    expect(protobuf.headers.get('content-type')).toBe('application/x-protobuf')
    expect([protobuf.status, await protobuf.text()]).toEqual([200, ''])
  })

  test('counts the spans that were refused, and only those', async () => {
    const body = exportOf([
      { task: '세기' },
      { task: '세기', at: new Date('2020-01-01') },
      { task: '세기', at: new Date(Date.now() + 7_200_000) },
      { task: '세기', traceId: '00' },
      { task: '세기', operation: 'execute_tool' },
    ])
    const answer = await send({ body })
    expect(answer.status).toBe(200)
    const { partialSuccess } = (await answer.json()) as { partialSuccess: Record<string, string> }
    expect(partialSuccess.rejectedSpans).toBe('3')
    for (const part of ['보관 기간', '앞서', 'traceId']) expect(partialSuccess.errorMessage).toContain(part)
    expect(await callsWith('세기')).toHaveLength(1)
  })

  test('warns of usage that it does not know how to count, without refusing it', async () => {
    const answer = await send({ body: exportOf([{ task: '꿈', operation: 'daydream' }]) })
    const { partialSuccess } = (await answer.json()) as { partialSuccess: Record<string, string> }
    expect(partialSuccess).toMatchObject({ rejectedSpans: '0', errorMessage: expect.stringContaining('daydream') })
  })

  test('to the same export again is the same, and so are the calls', async () => {
    const at = new Date()
    for (let time = 0; time < 2; time += 1) {
      expect(
        await (
          await send({ body: exportOf([{ task: '다시', at, traceId: '5b8efff798038103d269b633813fc60c' }]) })
        ).text(),
      ).toBe('{}')
    }
    expect(await callsWith('다시')).toHaveLength(1)
  })

  test('takes more spans at once than one batch holds', async () => {
    const many = Array.from({ length: 899 }, () => ({ task: '많이' }))
    const two = JSON.parse(exportOf(many))
    two.resourceSpans.push(
      JSON.parse(exportOf(many.map((one) => ({ ...one, traceId: 'a'.repeat(32) })))).resourceSpans[0],
    )
    expect(await (await send({ body: JSON.stringify(two) })).text()).toBe('{}')
    expect(await callsWith('많이')).toHaveLength(1_798)
  })
})

describe('what is no export', () => {
  const protobuf = { 'content-type': 'application/x-protobuf' }
  const zipped = { 'content-encoding': 'gzip' }
  const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024))
  const asked: readonly [string, Omit<Send, 'key'>, number][] = [
    ['no JSON', { body: '{"resourceSpans"' }, 400],
    ['another shape', { body: '{"resourceSpans":7}' }, 400],
    ['no JSON at all', { body: '' }, 400],
    ['no protobuf', { body: Buffer.from('0aff', 'hex'), headers: protobuf }, 400],
    ['nested without end', { body: Buffer.alloc(1_000_000, 0x0b), headers: protobuf }, 400],
    ['not gzip', { body: '{}', headers: { 'content-encoding': 'gzip' } }, 400],
    ['cut gzip', { body: gzipSync('{}').subarray(0, 12), headers: { 'content-encoding': 'gzip' } }, 400],
    ['a bomb', { body: bomb, headers: { 'content-encoding': 'gzip' } }, 413],
    [
      'few bytes that become millions of objects',
      { body: gzipSync(Buffer.alloc(4_000_000, Buffer.from('0a00', 'hex'))), headers: { ...protobuf, ...zipped } },
      413,
    ],
    ['brackets without end', { body: gzipSync(Buffer.alloc(4_000_000, '[')), headers: zipped }, 413],
    ['too large', { body: Buffer.alloc(17 * 1024 * 1024, 0x20) }, 413],
    ['another compression', { body: '{}', headers: { 'content-encoding': 'br' } }, 415],
    ['a text', { body: '{}', headers: { 'content-type': 'text/plain' } }, 415],
    ['a form', { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
  ]
  test.each(asked)('is refused with a Status: %s', async (_what, given, status) => {
    const answer = await send(given)
    expect(answer.status).toBe(status)
    const isProtobuf = given.headers?.['content-type'] === protobuf['content-type']
    expect(answer.headers.get('content-type')).toBe(isProtobuf ? 'application/x-protobuf' : 'application/json')
    const text = await answer.text()
    expect(text).toContain('저장한 것은 없습니다')
    if (!isProtobuf) expect(Object.keys(JSON.parse(text))).toEqual(['message'])
  })

  test('and neither is one without a key of a project', async () => {
    const admin = await setUpAdmin(server)
    const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const { body } = await admin.request<{ secret: string }>('POST', '/api/me/tokens', { name: '스크립트' })
    for (const [key, headers] of [
      [null, {}],
      ['fin_wrong', {}],
      [body.secret, {}],
      [null, { cookie }],
    ] as const) {
      const answer = await send({ body: exportOf([{ task: '남' }]), key, headers })
      expect(answer.status).toBe(401)
      expect(await answer.json()).toEqual({ message: expect.stringContaining('프로젝트 키') })
    }
    expect(await callsWith('남')).toEqual([])
  })

  test('nor is another method or path', async () => {
    const headers = { authorization: `Bearer ${project.key}` }
    expect((await fetch(`${server.url}/otlp/v1/traces`, { headers })).status).toBe(404)
    expect((await fetch(`${server.url}/otlp/v1/metrics`, { method: 'POST', headers, body: '{}' })).status).toBe(404)
  })
})

test('more at once than fit into memory are asked to come again, and then taken', async () => {
  const { hostname, port } = new URL(server.url)
  const held = Array.from({ length: 16 }, () => connect(Number(port), hostname))
  /** A sender that stands still in the middle of its body. It is let in before whoever comes after this answer. */
  const hold = async (socket: Socket) => {
    socket.write(
      `POST /otlp/v1/traces HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${project.key}\r\n` +
        'content-type: application/json\r\ncontent-length: 1000\r\nexpect: 100-continue\r\n\r\n',
    )
    await once(socket, 'data')
    socket.write('{')
  }
  const ask = async () => {
    const answer = await send({ body: exportOf([{ task: '나중' }]) })
    await answer.text()
    return [answer.status, answer.headers.get('retry-after')]
  }
  await Promise.all(held.map(hold))
  expect(await ask()).toEqual([429, '1'])
  // One project that stands still keeps no other out.
  const other = await addProject(server.runtime, { team: '데이터팀', name: '집계' })
  expect((await send({ body: exportOf([{ task: '남의 것' }]), key: other.key })).status).toBe(200)
  for (const socket of held) socket.destroy()
  await expect.poll(ask, { timeout: 10_000 }).toEqual([200, null])
})
