import OpenAI, { toFile } from 'openai'
import { zodTextFormat } from 'openai/helpers/zod'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { collect, openTwins, type Twins, type Way } from './twins.ts'

let twins: Twins
beforeAll(async () => {
  twins = await openTwins()
})
afterAll(() => twins.bench.close())

const client = ({ headers, ...way }: Way, rest: { maxRetries?: number; timeout?: number } = {}) =>
  new OpenAI({ ...way, defaultHeaders: headers, maxRetries: 0, ...rest })

const MODEL = 'gpt-4o-2024-08-06'
const ASK = { model: MODEL, messages: [{ role: 'user' as const, content: '서울 날씨는 어떻습니까?' }] }
const PARAMETERS = {
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'integer' } },
  required: ['city', 'days'],
  additionalProperties: false,
}
const TOOLS = [{ type: 'function' as const, function: { name: 'weather', parameters: PARAMETERS, strict: true } }]

describe('chat', () => {
  test('answers', async () => {
    const { value, calls } = await twins.both((way) => client(way).chat.completions.create(ASK))
    const { usage } = value as OpenAI.ChatCompletion
    expect(calls).toMatchObject([
      {
        endpoint: 'POST /chat/completions',
        model_asked: MODEL,
        model_served: MODEL,
        input_tokens: usage?.prompt_tokens,
        output_tokens: usage?.completion_tokens,
        unpriced: false,
        cost: expect.stringMatching(/^0\.\d+$/),
      },
    ])
  })

  test('streams, whether usage is asked for or not', async () => {
    const plain = await twins.both(async (way) =>
      collect(await client(way).chat.completions.create({ ...ASK, stream: true })),
    )
    expect(JSON.stringify(plain.value)).not.toContain('usage')
    expect(plain.calls).toMatchObject([{ streamed: true, unpriced: false, output_tokens: expect.any(Number) }])
    const told = await twins.both(async (way) =>
      collect(
        await client(way).chat.completions.create({ ...ASK, stream: true, stream_options: { include_usage: true } }),
      ),
    )
    expect(JSON.stringify(told.value)).toContain('"usage":{')
    expect(told.calls).toMatchObject([{ input_tokens: plain.calls[0]?.input_tokens }])
  })

  test('calls tools, whole and streamed, and goes on with their results', async () => {
    const { value, calls } = await twins.both(async (way) => {
      const openai = client(way)
      const first = await openai.chat.completions.create({ ...ASK, tools: TOOLS })
      const [choice] = first.choices
      const weather = { name: 'weather', arguments: '{"city":"서울","days":1}' }
      const last = await openai.chat.completions.create({
        ...ASK,
        tools: TOOLS,
        messages: [
          ...ASK.messages,
          { role: 'assistant', tool_calls: [{ id: 'call_1', type: 'function', function: weather }] },
          { role: 'tool', tool_call_id: 'call_1', content: '맑음' },
        ],
      })
      const stream = openai.chat.completions.stream({ ...ASK, tools: TOOLS })
      return [choice, last.choices, (await stream.finalChatCompletion()).choices]
    })
    expect(value).toMatchObject([
      {
        finish_reason: 'tool_calls',
        message: { tool_calls: [{ function: { arguments: '{"city":"서울","days":1}' } }] },
      },
      [{ finish_reason: 'stop' }],
      [{ message: { tool_calls: [{ function: { parsed_arguments: { city: '서울', days: 1 } } }] } }],
    ])
    expect(calls.every(({ unpriced }) => unpriced === false)).toBe(true)
  })

  test('answers in a form that was asked for', async () => {
    const { value } = await twins.both(async (way) => {
      const schema = { name: 'weather', schema: PARAMETERS, strict: true }
      const answer = await client(way).chat.completions.parse({
        ...ASK,
        response_format: { type: 'json_schema', json_schema: schema },
      })
      return answer.choices[0]?.message.parsed
    })
    expect(value).toEqual({ city: '서울', days: 1 })
  })
})

describe('responses', () => {
  test('answer, stream, call functions and keep to a form', async () => {
    const functions = [{ type: 'function' as const, name: 'weather', parameters: PARAMETERS, strict: true }]
    const { value, calls } = await twins.both(async (way) => {
      const openai = client(way)
      const ask = { model: MODEL, input: '서울 날씨는 어떻습니까?' }
      const whole = await openai.responses.create(ask)
      const events = await collect(await openai.responses.create({ ...ask, stream: true }))
      const called = await openai.responses.create({ ...ask, tools: functions })
      const calling = await collect(await openai.responses.create({ ...ask, tools: functions, stream: true }))
      const Weather = z.object({ city: z.string(), days: z.int() })
      const parsed = await openai.responses.parse({ ...ask, text: { format: zodTextFormat(Weather, 'weather') } })
      return [whole, events, called.output, calling, parsed.output_parsed]
    })
    expect((value as unknown[])[4]).toEqual({ city: '서울', days: 1 })
    expect(calls).toHaveLength(5)
    for (const call of calls) expect(call).toMatchObject({ endpoint: 'POST /responses', unpriced: false })
  })
})

describe('everything else', () => {
  test('embeddings, packed as the client asks for them', async () => {
    const { value, calls } = await twins.both(async (way) => {
      const { data } = await client(way).embeddings.create({ model: 'text-embedding-3-small', input: ['하나', '둘'] })
      return data.map(({ embedding }) => [embedding.length, embedding.slice(0, 3)])
    })
    expect(value).toMatchObject([
      [1_536, [expect.any(Number), expect.any(Number), expect.any(Number)]],
      [1_536, {}],
    ])
    expect(calls).toMatchObject([{ kind: 'embeddings', unpriced: false }])
  })

  test('files: sent, listed, read, fetched and removed', async () => {
    const { value, calls } = await twins.both(async (way) => {
      const { files } = client(way)
      const file = await toFile(Buffer.from('{"a":"비밀"}\n'), '요청.jsonl')
      const made = await files.create({ file, purpose: 'batch' })
      const listed = await collect(await files.list())
      const got = await files.retrieve(made.id)
      const content = await (await files.content(made.id)).text()
      return [made, listed.length, got, content, await files.delete(made.id)]
    })
    expect((value as unknown[])[3]).toBe('{"a":"비밀"}\n')
    expect(calls.every(({ kind, cost }) => kind === null && (cost === null || cost === '0'))).toBe(true)
  })

  test('batches', async () => {
    await twins.both(async (way) => {
      const { batches } = client(way)
      const made = await batches.create({
        input_file_id: 'file-1',
        endpoint: '/v1/chat/completions',
        completion_window: '24h',
      })
      return [made, await batches.retrieve(made.id)]
    })
  })

  test('speech, byte for byte, and what was spoken back', async () => {
    const { value, calls } = await twins.both(async (way) => {
      const { audio } = client(way)
      const sound = Buffer.from(
        await (await audio.speech.create({ model: 'tts-1', voice: 'alloy', input: '안녕하세요' })).arrayBuffer(),
      )
      const file = await toFile(sound, 'speech.mp3')
      const heard = await audio.transcriptions.create({ model: 'whisper-1', file })
      const text = await audio.transcriptions.create({ model: 'whisper-1', file, response_format: 'text' })
      return [sound.toString('base64'), heard, text]
    })
    expect((value as string[])[0]?.length).toBeGreaterThan(300)
    expect(calls).toMatchObject([
      { kind: 'audio_speeches', characters: 5, unpriced: false },
      { kind: 'audio_transcriptions', seconds: 1, unpriced: false, model_asked: 'whisper-1' },
      { kind: 'audio_transcriptions' },
    ])
  })

  test('pictures and moderation', async () => {
    const { calls } = await twins.both(async (way) => {
      const openai = client(way)
      const pictures = await openai.images.generate({ model: 'dall-e-3', prompt: '서울', response_format: 'b64_json' })
      return [pictures, await openai.moderations.create({ input: ['하나', '둘'] })]
    })
    expect(calls).toMatchObject([{ kind: 'images', images: 1 }, { kind: 'moderations' }])
  })

  test('models, and addresses that do not exist', async () => {
    await twins.both(async (way) => {
      const openai = client(way)
      return [await collect(await openai.models.list()), await openai.get('/nowhere').catch(({ status }) => status)]
    })
  })
})

describe('what goes wrong', () => {
  test.each([
    ['an unknown model', { ...ASK, model: 'gpt-없음' }, 'NotFoundError'],
    ['nonsense', { ...ASK, messages: [] }, 'BadRequestError'],
  ])('is thrown alike: %s', async (_what, ask, name) => {
    const { value, calls } = await twins.both((way) => client(way).chat.completions.create(ask))
    expect(value).toMatchObject({ thrown: name })
    expect(calls).toMatchObject([{ result: 'error' }])
  })

  test.each([
    ['429', 'RateLimitError'],
    ['500', 'InternalServerError'],
    ['503', 'InternalServerError'],
  ] as const)('is thrown alike, or tried again alike: %s', async (kind, name) => {
    const prepare = (times: number) => () =>
      void twins.bench.simulator.faults.push({ match: 'chat/completions', kind, times, retryAfterSeconds: 0 })
    const once = await twins.both((way) => client(way).chat.completions.create(ASK), prepare(1))
    expect(once.value).toMatchObject({ thrown: name, status: Number(kind) })
    const again = await twins.both((way) => client(way, { maxRetries: 2 }).chat.completions.create(ASK), prepare(1))
    expect(again.value).toMatchObject({ object: 'chat.completion' })
    expect(again.calls.map(({ result, retries }) => [result, retries])).toEqual([
      ['error', 0],
      ['ok', 1],
    ])
  })

  test('a caller who leaves is told so alike', async () => {
    const { value } = await twins.both(async (way) => {
      const openai = client(way)
      const stream = await openai.chat.completions.create({ ...ASK, stream: true })
      for await (const _chunk of stream) break
      const left = new AbortController()
      left.abort()
      return openai.chat.completions.create(ASK, { signal: left.signal })
    })
    expect(value).toMatchObject({ thrown: 'APIUserAbortError' })
  })

  test('a raw answer is the same, down to its type and address below the base', async () => {
    const { value } = await twins.both(async (way) => {
      const { data, response } = await client(way).chat.completions.create(ASK).withResponse()
      return [data, response.status, response.url.slice(way.baseURL.length), response.type]
    })
    expect((value as unknown[]).slice(1)).toEqual([200, '/chat/completions', 'basic'])
  })
})
