import { createOpenAI } from '@ai-sdk/openai'
import { embed, generateObject, generateText, jsonSchema, streamText, tool, wrapLanguageModel } from 'ai'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { finopsMiddleware, flush, task } from '../../sdk/src/index.ts'
import { forgetCalls, until } from '../gateway/workbench.ts'
import { type Call, collect, openTwins, type Twins, type Way } from './twins.ts'

let twins: Twins
beforeAll(async () => {
  twins = await openTwins()
})
afterAll(() => twins.bench.close())

const MODEL = 'gpt-4o-2024-08-06'
const prompt = '서울 날씨는 어떻습니까?'
const Weather = jsonSchema<{ city: string; days: number }>({
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'integer' } },
  required: ['city', 'days'],
  additionalProperties: false,
})
const openai = (way: Way) => createOpenAI(way)
const models = (way: Way) => [openai(way)(MODEL), openai(way).chat(MODEL)]

describe('the Vercel AI SDK through the gateway', () => {
  test('generates text, by responses and by chat', async () => {
    const { calls } = await twins.both(async (way) => {
      const results = []
      for (const model of models(way)) {
        const { text, usage, finishReason } = await generateText({ model, prompt })
        results.push({ text, usage, finishReason })
      }
      return results
    })
    expect(calls.map(({ endpoint, unpriced }) => [endpoint, unpriced])).toEqual([
      ['POST /responses', false],
      ['POST /chat/completions', false],
    ])
  })

  test('streams text', async () => {
    const { calls } = await twins.both(async (way) => {
      const results = []
      for (const model of models(way)) {
        const result = streamText({ model, prompt })
        results.push([await collect(result.textStream), await result.usage])
      }
      return results
    })
    for (const call of calls) expect(call).toMatchObject({ streamed: true, unpriced: false })
  })

  test('generates objects, calls tools and embeds', async () => {
    const { value } = await twins.both(async (way) => {
      const model = openai(way)(MODEL)
      const { object } = await generateObject({ model, schema: Weather, prompt })
      const weather = tool({ description: '날씨', inputSchema: Weather, execute: async () => '맑음' })
      const { toolCalls } = await generateText({ model, prompt, tools: { weather } })
      const { embedding } = await embed({ model: openai(way).embedding('text-embedding-3-small'), value: '하나' })
      return [object, toolCalls.map(({ input }) => input), embedding.length]
    })
    expect(value).toEqual([{ city: '서울', days: 1 }, [{ city: '서울', days: 1 }], 1_536])
  })

  test('fails alike', async () => {
    const { value } = await twins.both((way) => generateText({ model: openai(way)('gpt-없음'), prompt, maxRetries: 0 }))
    expect(value).toMatchObject({ thrown: expect.stringContaining('APICallError') })
  })
})

describe('the middleware of our SDK', () => {
  const wrapped = (name?: string) =>
    wrapLanguageModel({
      model: createOpenAI({ baseURL: twins.bench.openaiUrl, apiKey: twins.bench.simulator.keys.projectKey })(
        name ?? MODEL,
      ),
      middleware: finopsMiddleware({ url: twins.bench.url, key: twins.bench.project.key, task: '요약', user: 'kim' }),
    })
  async function recorded(count: number): Promise<Call[]> {
    await flush()
    const { db } = twins.bench.runtime.database
    const read = async () => (await sql<Call>`select * from calls order by at, id`.execute(db)).rows
    await until(async () => (await read()).length >= count)
    return read()
  }

  test('records whole answers and streams, with what each was for', async () => {
    await forgetCalls(twins.bench)
    const whole = await generateText({ model: wrapped(), prompt })
    const stream = await task('번역', async () => {
      const result = streamText({ model: wrapped(), prompt, providerOptions: { finops: { intent: '한 번' } } })
      return {
        text: (await collect(result.textStream)).join(''),
        usage: await result.usage,
        id: (await result.response).id,
      }
    })
    expect(stream.text).toBe(whole.text)
    expect(await recorded(2)).toMatchObject([
      {
        source: 'sdk',
        task: '요약',
        user_name: 'kim',
        endpoint: 'POST /responses',
        response_id: whole.response.id,
        input_tokens: whole.usage.inputTokens,
        output_tokens: whole.usage.outputTokens,
        unpriced: false,
        streamed: false,
      },
      {
        task: '번역',
        intent: '한 번',
        response_id: stream.id,
        output_tokens: stream.usage.outputTokens,
        streamed: true,
      },
    ])
  })

  test('passes failures on and records them', async () => {
    await forgetCalls(twins.bench)
    await expect(generateText({ model: wrapped('gpt-없음'), prompt, maxRetries: 0 })).rejects.toThrow('does not exist')
    expect(await recorded(1)).toMatchObject([{ result: 'error', task: '요약', cost: '0' }])
  })
})
