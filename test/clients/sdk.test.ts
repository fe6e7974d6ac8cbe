import { createServer } from 'node:http'
import { sql } from 'kysely'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  contextHeaders,
  flush,
  recordCall,
  recordOutcome,
  stats,
  task,
  withFinops,
  within,
} from '../../sdk/src/index.ts'
import { forgetCalls, openWorkbench, until, type Workbench } from '../gateway/workbench.ts'

let bench: Workbench
let plain: OpenAI
let connection: { url: string; key: string }
beforeAll(async () => {
  bench = await openWorkbench({ simulator: { historyDays: 1 } })
  plain = new OpenAI({ baseURL: bench.openaiUrl, apiKey: bench.simulator.keys.projectKey, maxRetries: 0 })
  connection = { url: bench.url, key: bench.project.key }
})
afterAll(() => bench.close())
beforeEach(async () => {
  await flush()
  await forgetCalls(bench)
})

type Row = Record<string, unknown>
async function calls(count: number): Promise<Row[]> {
  await flush()
  const read = async () => (await sql<Row>`select * from calls order by at, id`.execute(bench.runtime.database.db)).rows
  await until(async () => (await read()).length >= count)
  await until(() => bench.runtime.gateway?.figures().spool.waiting === 0)
  return read()
}

const ASK = { model: 'gpt-4o-2024-08-06', messages: [{ role: 'user' as const, content: '안녕하세요. 비밀입니다.' }] }

async function collect<Item>(stream: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of stream) items.push(item)
  return items
}

describe('the official client with the SDK around it', () => {
  test('answers as it did, and each call is recorded with what it was for', async () => {
    const openai = withFinops(plain, { ...connection, task: '인사', user: 'u-1', meta: { 버전: 2 } })
    expect(openai).toBeInstanceOf(OpenAI)
    const answer = await openai.chat.completions.create(ASK)
    const expected = await plain.chat.completions.create(ASK)
    expect({ ...answer, id: '', created: 0 }).toEqual({ ...expected, id: '', created: 0 })
    expect(await calls(1)).toMatchObject([
      {
        source: 'sdk',
        response_id: answer.id,
        endpoint: 'POST /chat/completions',
        kind: 'completions',
        model_asked: ASK.model,
        model_served: answer.model,
        task: '인사',
        user_name: 'u-1',
        meta: { 버전: '2' },
        input_tokens: answer.usage?.prompt_tokens,
        output_tokens: answer.usage?.completion_tokens,
        status: 200,
        result: 'ok',
        streamed: false,
        unpriced: false,
        cost: expect.stringMatching(/^0\.\d+$/),
      },
    ])
  })

  test('streams as it did, with usage where it was asked for, and without where it was not', async () => {
    const openai = withFinops(plain, { ...connection, task: '흐름' })
    const ask = { ...ASK, stream: true as const }
    const plainChunks = await collect(await plain.chat.completions.create(ask))
    const chunks = await collect(await openai.chat.completions.create(ask))
    expect(chunks.map(({ choices, usage }) => [choices, usage])).toEqual(
      plainChunks.map(({ choices, usage }) => [choices, usage]),
    )
    const told = await collect(
      await openai.chat.completions.create({ ...ask, stream_options: { include_usage: true } }),
    )
    const rows = await calls(2)
    expect(rows).toMatchObject([
      { response_id: chunks[0]?.id, streamed: true, input_tokens: null, cost: null, unpriced: true, result: 'ok' },
      {
        response_id: told[0]?.id,
        streamed: true,
        output_tokens: told.at(-1)?.usage?.completion_tokens,
        unpriced: false,
      },
    ])
    expect(rows.every(({ first_token_ms, duration_ms }) => Number(first_token_ms) <= Number(duration_ms))).toBe(true)
  })

  test('tells of responses and embeddings by the ids that the gateway knows them by', async () => {
    const openai = withFinops(plain, connection)
    const response = await openai.responses.create({ model: 'gpt-4o-2024-08-06', input: '한 줄로' })
    const events = await collect(
      await openai.responses.create({ model: 'gpt-4o-2024-08-06', input: '한 줄로', stream: true }),
    )
    const { data, request_id } = await openai.embeddings
      .create({ model: 'text-embedding-3-small', input: ['하나', '둘'] })
      .withResponse()
    const [first, second, third] = await calls(3)
    expect(first).toMatchObject({ response_id: response.id, input_tokens: response.usage?.input_tokens })
    const last = events.at(-1)
    expect(last?.type).toMatch(/response\.(?:completed|incomplete)/)
    const streamed = last && 'response' in last ? last.response : null
    expect(second).toMatchObject({ response_id: streamed?.id, output_tokens: streamed?.usage?.output_tokens })
    expect(third).toMatchObject({ kind: 'embeddings', input_tokens: data.usage.prompt_tokens, response_id: request_id })
  })

  test('leaves raw answers, their addresses and their bodies as they are', async () => {
    const openai = withFinops(plain, connection)
    const raw = await openai.chat.completions.create(ASK).asResponse()
    const expected = await plain.chat.completions.create(ASK).asResponse()
    expect([raw.url, raw.type, raw.redirected, raw.ok]).toEqual([expected.url, expected.type, false, true])
    expect([...raw.headers.keys()]).toEqual([...expected.headers.keys()])
    expect([raw instanceof Response, raw.bodyUsed]).toEqual([true, false])
    expect(Object.keys(await raw.json())).toEqual(Object.keys(await expected.json()))
    expect(raw.bodyUsed).toBe(true)
    await expect(raw.text()).rejects.toThrow(TypeError)
  })

  test('throws what the client throws, and records the failure', async () => {
    const openai = withFinops(plain, { ...connection, task: '실패' })
    const ask = { ...ASK, model: 'gpt-없음' }
    const thrown = await openai.chat.completions.create(ask).catch((error) => error)
    const expected = await plain.chat.completions.create(ask).catch((error) => error)
    expect(thrown).toBeInstanceOf(OpenAI.NotFoundError)
    expect([thrown.message, thrown.status, thrown.code]).toEqual([expected.message, expected.status, expected.code])
    const nowhere = withFinops(plain.withOptions({ baseURL: 'http://127.0.0.1:65530/v1' }), connection)
    await expect(nowhere.chat.completions.create(ASK)).rejects.toBeInstanceOf(OpenAI.APIConnectionError)
    expect(await calls(2)).toMatchObject([
      { task: '실패', status: 404, result: 'error', problem_code: 'model_not_found' },
      { status: null, result: 'error', problem_code: 'ECONNREFUSED' },
    ])
  })

  test('counts every try of the client’s own retries', async () => {
    bench.simulator.faults.push({ match: 'chat/completions', kind: '500', times: 1 })
    const openai = withFinops(plain.withOptions({ maxRetries: 2 }), { ...connection, task: '재시도' })
    await openai.chat.completions.create(ASK)
    expect(await calls(2)).toMatchObject([
      { status: 500, result: 'error', retries: 0 },
      { status: 200, result: 'ok', retries: 1 },
    ])
  })

  test('ends a stream that its reader leaves, at the other end as well, and says so', async () => {
    const left = Promise.withResolvers<void>()
    const upstream = createServer((_request, response) => {
      response.on('close', left.resolve)
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: {"id":"chatcmpl-1","choices":[{"index":0,"delta":{"content":"네"}}]}\n\n')
    })
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    const address = upstream.address()
    const port = typeof address === 'object' ? address?.port : 0
    const openai = withFinops(plain.withOptions({ baseURL: `http://127.0.0.1:${port}/v1` }), connection)
    const stream = await openai.chat.completions.create({ ...ASK, stream: true })
    for await (const _chunk of stream) break
    await left.promise
    upstream.close()
    const abort = new AbortController()
    abort.abort()
    await expect(openai.chat.completions.create(ASK, { signal: abort.signal })).rejects.toBeInstanceOf(
      OpenAI.APIUserAbortError,
    )
    expect(await calls(1)).toMatchObject([{ response_id: 'chatcmpl-1', result: 'aborted', status: 200, cost: null }])
  })
})

describe('what a call is for', () => {
  test('is said around it, across everything that is waited for, and nearest wins', async () => {
    const openai = withFinops(plain, { ...connection, task: '밖', intent: '전체' })
    await task('안', async () => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      await Promise.all([
        openai.chat.completions.create(ASK),
        within({ user: 'kim' }, () => openai.chat.completions.create(ASK)),
      ])
    })
    await openai.chat.completions.create(ASK)
    const rows = await calls(3)
    expect(rows.map(({ task: name, intent, user_name }) => [name, intent, user_name]).toSorted()).toEqual([
      ['밖', '전체', null],
      ['안', '전체', null],
      ['안', '전체', 'kim'],
    ])
  })

  test('is said for one call in its headers, which do not leave for OpenAI', async () => {
    const seen: string[][] = []
    const spy = plain.withOptions({
      fetch: (input, init) => {
        seen.push([...new Headers(init?.headers).keys()])
        return fetch(input, init)
      },
    })
    const openai = withFinops(spy, { ...connection, task: '밖' })
    await openai.chat.completions.create(ASK, { headers: contextHeaders({ task: '한 번', meta: { batch: 7 } }) })
    expect(seen.flat().filter((name) => name.startsWith('x-finops'))).toEqual([])
    expect(await calls(1)).toMatchObject([{ task: '한 번', meta: { batch: '7' } }])
  })
})

describe('with the gateway', () => {
  test('a call that both have seen is one: numbers from the gateway, the rest from whoever knew it', async () => {
    const client = new OpenAI({ baseURL: bench.gatewayUrl, apiKey: bench.project.key, maxRetries: 0 })
    const openai = withFinops(client, { ...connection, task: '둘 다', intent: '확인' })
    await openai.chat.completions.create(ASK)
    await collect(await openai.chat.completions.create({ ...ASK, stream: true }))
    await openai.embeddings.create({ model: 'text-embedding-3-small', input: '하나' })
    await flush()
    const rows = await calls(3)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await calls(3)).toHaveLength(3)
    for (const row of rows)
      expect(row).toMatchObject({ source: 'gateway', task: '둘 다', intent: '확인', unpriced: false })
  })
})

describe('whoever records by hand', () => {
  test('names calls and outcomes', async () => {
    await task('직접', async () =>
      recordCall({ model: 'gpt-4o', usage: { inputTokens: 5 }, responseId: 'r-1' }, connection),
    )
    recordOutcome({ success: true, responseId: 'r-1', feedback: { score: 4, min: 1, max: 5 } }, connection)
    recordOutcome({ day: new Date().toISOString().slice(0, 10), task: '합계', attempts: 10, successes: 7 }, connection)
    const before = stats().refused
    expect(await calls(1)).toMatchObject([{ source: 'sdk', task: '직접', response_id: 'r-1', input_tokens: 5 }])
    const { rows } = await sql`select task, attempts, successes from outcome_days where project_id = ${bench.project.id}
      order by task`.execute(bench.runtime.database.db)
    expect(rows).toEqual([
      { task: '직접', attempts: 1, successes: 1 },
      { task: '합계', attempts: 10, successes: 7 },
    ])
    expect(stats().refused).toBe(before)
  })

  test('is not disturbed where nobody said where records go, or by what cannot be sent', async () => {
    const circular: Record<string, unknown> = {}
    circular.self = circular
    expect(() =>
      recordCall({ model: 'x', meta: circular as never }, { ...connection, key: 'fin_circular' }),
    ).not.toThrow()
    expect(() => recordCall({ model: 'x' }, { onProblem: () => {} })).not.toThrow()
    const openai = withFinops(plain, { onProblem: () => {} })
    expect((await openai.chat.completions.create(ASK)).object).toBe('chat.completion')
    await flush()
  })
})

test('no prompt and no answer leaves with a record', async () => {
  const bodies: string[] = []
  const openai = withFinops(plain, {
    url: 'http://records.invalid',
    key: 'fin_k',
    fetch: async (_input, init) => {
      bodies.push(String(init?.body))
      return new Response('{"refused":0,"items":[]}')
    },
  })
  const answer = await openai.chat.completions.create(ASK)
  await flush()
  expect(bodies).toHaveLength(1)
  expect(bodies.join()).not.toContain('비밀')
  expect(bodies.join()).not.toContain(answer.choices[0]?.message.content)
})
