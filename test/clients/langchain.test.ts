import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collect, openTwins, type Twins, type Way } from './twins.ts'

let twins: Twins
beforeAll(async () => {
  twins = await openTwins()
})
afterAll(() => twins.bench.close())

const PROMPT = '서울 날씨는 어떻습니까?'
const settings = ({ baseURL, apiKey, fetch, headers }: Way) => ({
  apiKey,
  maxRetries: 0,
  configuration: { baseURL, fetch, defaultHeaders: headers },
})
const chat = (way: Way, useResponsesApi = false) =>
  new ChatOpenAI({ model: 'gpt-4o-2024-08-06', useResponsesApi, ...settings(way) })
const WEATHER = {
  name: 'weather',
  description: '날씨',
  schema: {
    type: 'object',
    properties: { city: { type: 'string' }, days: { type: 'integer' } },
    required: ['city', 'days'],
    additionalProperties: false,
  },
}

test('LangChain invokes, by chat and by responses', async () => {
  const { value, calls } = await twins.both(async (way) => {
    const answers = [await chat(way).invoke(PROMPT), await chat(way, true).invoke(PROMPT)]
    return answers.map(({ text, usage_metadata }) => ({ text, usage_metadata }))
  })
  const [first] = value as { usage_metadata: { input_tokens: number; output_tokens: number } }[]
  expect(calls).toMatchObject([
    {
      endpoint: 'POST /chat/completions',
      input_tokens: first?.usage_metadata.input_tokens,
      output_tokens: first?.usage_metadata.output_tokens,
      unpriced: false,
    },
    { endpoint: 'POST /responses', unpriced: false },
  ])
})

test('LangChain streams', async () => {
  const { calls } = await twins.both(async (way) =>
    (await collect(await chat(way).stream(PROMPT))).map(({ text }) => text),
  )
  expect(calls).toMatchObject([{ streamed: true, unpriced: false }])
})

test('LangChain calls tools and answers in a form', async () => {
  const { value } = await twins.both(async (way) => {
    const { tool_calls: called } = await chat(way)
      .bindTools([{ type: 'function', function: { ...WEATHER, parameters: WEATHER.schema } }])
      .invoke(PROMPT)
    return [
      called?.map(({ args }) => args),
      await chat(way).withStructuredOutput(WEATHER.schema, { name: 'weather' }).invoke(PROMPT),
    ]
  })
  expect(value).toEqual([[{ city: '서울', days: 1 }], { city: '서울', days: 1 }])
})

test('LangChain embeds', async () => {
  const { value, calls } = await twins.both(async (way) => {
    const embeddings = new OpenAIEmbeddings({ model: 'text-embedding-3-small', ...settings(way) })
    return (await embeddings.embedDocuments(['하나', '둘'])).map(({ length }) => length)
  })
  expect(value).toEqual([1_536, 1_536])
  expect(calls).toMatchObject([{ kind: 'embeddings', unpriced: false }])
})
