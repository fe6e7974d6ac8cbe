import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Metering, openMetering } from './metering.ts'
import { json } from './upstream.ts'
import { storedCalls, until } from './workbench.ts'

// Shapes as OpenAI's reference and its SDK give them; the figures are made up, the prices are those of the kept table.
let gateway: Metering
beforeAll(async () => {
  gateway = await openMetering()
})
afterAll(() => gateway.close())
beforeEach(() => gateway.forget())

test('chat: cached and audio tokens lie inside the input, reasoning and rejected predictions inside the output, and the tier is the served one', async () => {
  const usage = {
    prompt_tokens: 1_000,
    completion_tokens: 500,
    total_tokens: 1_500,
    prompt_tokens_details: { cached_tokens: 400, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 300,
      audio_tokens: 0,
      accepted_prediction_tokens: 10,
      rejected_prediction_tokens: 90,
    },
  }
  const answer = { id: 'chatcmpl-1', model: 'gpt-5-2025-08-07', service_tier: 'priority', choices: [], usage }
  expect(await gateway.call('/chat/completions', { model: 'gpt-5', service_tier: 'auto' }, answer)).toMatchObject({
    input_tokens: 1_000,
    cached_input_tokens: 400,
    output_tokens: 500,
    service_tier: 'priority',
    unpriced: false,
    estimated: false,
    // 600 × 2.50 + 400 × 0.25 + 500 × 20 per million
    cost: '0.0116',
  })
})

test('chat with sound: audio in and out have prices of their own', async () => {
  const usage = {
    prompt_tokens: 100,
    completion_tokens: 50,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 80, text_tokens: 20 },
    completion_tokens_details: { audio_tokens: 40, text_tokens: 10, reasoning_tokens: 0 },
  }
  const answer = { id: 'chatcmpl-2', model: 'gpt-4o-audio-preview-2024-12-17', usage }
  expect(await gateway.call('/chat/completions', { model: 'gpt-4o-audio-preview' }, answer)).toMatchObject({
    input_audio_tokens: 80,
    output_audio_tokens: 40,
    // 20 × 2.5 + 80 × 40 + 10 × 10 + 40 × 80 per million
    cost: '0.00655',
  })
})

test('a search model searches with every call, and is paid for it', async () => {
  const answer = {
    id: 'chatcmpl-3',
    model: 'gpt-4o-search-preview-2025-03-11',
    usage: { prompt_tokens: 1_000, completion_tokens: 100 },
  }
  expect(await gateway.call('/chat/completions', { model: 'gpt-4o-search-preview' }, answer)).toMatchObject({
    tools: { web_search: 1 },
    // 0.0025 + 0.001, and 25 per thousand searches
    cost: '0.0285',
    unpriced: false,
  })
})

const responseUsage = {
  input_tokens: 1_000,
  input_tokens_details: { cached_tokens: 200 },
  output_tokens: 100,
  output_tokens_details: { reasoning_tokens: 64 },
  total_tokens: 1_100,
}
const ofResponse = (id: string, rest: object = {}) => ({
  id,
  object: 'response',
  created_at: Math.floor(Date.now() / 1_000),
  status: 'completed',
  background: false,
  model: 'gpt-4.1-2025-04-14',
  service_tier: 'default',
  output: [] as object[],
  usage: responseUsage,
  ...rest,
})
const said = {
  type: 'message',
  content: [{ type: 'output_text', text: 'a "web_search_call" in what is said is none' }],
}
const searched = (action: string) => ({ id: 'ws_1', type: 'web_search_call', action: { type: action, url: 'x' } })
const hostedTools = [
  searched('search'),
  searched('open_page'),
  searched('search'),
  searched('find_in_page'),
  { id: 'fs_1', type: 'file_search_call', queries: ['가격'] },
  { id: 'ci_1', type: 'code_interpreter_call', container_id: 'cntr_a', code: 'print(1)' },
  { id: 'ci_2', type: 'code_interpreter_call', container_id: 'cntr_a', code: 'print(2)' },
  { id: 'ci_3', type: 'code_interpreter_call', container_id: 'cntr_b', code: 'print(3)' },
  said,
]

test('responses: the hosted tools that an answer names are paid beside its tokens', async () => {
  const answer = ofResponse('resp_tools', { output: hostedTools })
  expect(await gateway.call('/responses', { model: 'gpt-4.1' }, answer)).toMatchObject({
    response_id: 'resp_tools',
    tools: { web_search: 2, file_search: 1, code_interpreter: 2 },
    // 800 × 2 + 200 × 0.5 + 100 × 8 per million; 2 × 0.01, 1 × 0.0025, 2 × 0.03
    cost: '0.085',
    unpriced: false,
  })
})

test('responses: what OpenAI itself calls a billable search wins, and a tool without a price is not free', async () => {
  const output = [searched('search'), searched('search'), { id: 'ig_1', type: 'image_generation_call', result: 'aGk=' }]
  const answer = ofResponse('resp_told', { output, tool_usage: { image_gen: {}, web_search: { num_requests: 1 } } })
  expect(await gateway.call('/responses', { model: 'gpt-4.1' }, answer)).toMatchObject({
    tools: { web_search: 1, image_generation: 1 },
    cost: '0.0125',
    unpriced: true,
  })
})

test.each(['completed', 'incomplete', 'failed'])(
  'responses: a stream that ends as %s tells its usage and its tools',
  async (status) => {
    const response = ofResponse(`resp_${status}`, { status, output: [searched('search'), said] })
    gateway.events(
      { type: 'response.created', response: { ...response, output: [], usage: null } },
      { type: 'response.output_item.done', item: searched('search') },
      { type: 'response.output_text.delta', delta: '가' },
      { type: `response.${status}`, response },
    )
    await gateway.post('/responses', { model: 'gpt-4.1', stream: true })
    expect(await gateway.only()).toMatchObject({
      response_id: `resp_${status}`,
      input_tokens: 1_000,
      cached_input_tokens: 200,
      output_tokens: 100,
      tools: { web_search: 1 },
      cost: '0.0125',
      streamed: true,
      estimated: false,
    })
  },
)

test('responses: a stream that breaks off is estimated, says so, and knows the tools it has seen', async () => {
  gateway.upstream.answers((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const started = { type: 'response.created', response: ofResponse('resp_cut', { usage: null }) }
    for (const event of [started, { type: 'response.output_item.done', item: searched('search') }])
      response.write(`data: ${JSON.stringify(event)}\n\n`)
    for (let piece = 0; piece < 7; piece += 1)
      response.write('data: {"type":"response.output_text.delta","delta":"가"}\n\n')
    setTimeout(() => response.destroy(), 30)
  })
  await gateway.post('/responses', { model: 'gpt-4.1', stream: true, input: 'x'.repeat(400) })
  const cut = await gateway.only()
  expect(cut).toMatchObject({
    result: 'error',
    problem_code: 'upstream-broken',
    response_id: 'resp_cut',
    output_tokens: 7,
    tools: { web_search: 1 },
    estimated: true,
  })
  expect(Number(cut.cost)).toBeGreaterThan(0.01)
})

test('responses in the background: unknown until somebody fetches them, then known, and one call however often they are fetched', async () => {
  const created = Math.floor(Date.now() / 1_000) - 30
  const queued = ofResponse('resp_bg', { status: 'queued', background: true, created_at: created, usage: null })
  expect(await gateway.call('/responses', { model: 'gpt-4.1', background: true }, queued)).toMatchObject({
    response_id: 'resp_bg',
    input_tokens: null,
    cost: null,
    unpriced: true,
  })
  gateway.upstream.answers(json({ ...queued, status: 'in_progress' }))
  await gateway.send('GET', '/responses/resp_bg', '')
  gateway.upstream.answers(json({ ...queued, status: 'completed', usage: responseUsage }))
  for (let time = 0; time < 3; time += 1) await gateway.send('GET', '/responses/resp_bg', '')
  await until(async () => (await storedCalls(gateway.bench, 2)).some(({ input_tokens: tokens }) => tokens === 1_000))
  await forgetNothing()
  const calls = await storedCalls(gateway.bench, 2)
  expect(calls.filter(({ response_id: id }) => id === 'resp_bg')).toMatchObject([
    { endpoint: 'POST /responses', kind: 'completions', input_tokens: 1_000, cost: '0.0025', unpriced: false },
  ])
  expect(calls.filter(({ response_id: id }) => id !== 'resp_bg')).toMatchObject([
    { endpoint: 'GET /responses/{id}', kind: null, cost: null, unpriced: false },
  ])
})

/** Until everything that was spooled is handed over. */
const forgetNothing = () => until(() => gateway.bench.runtime.gateway?.figures().spool.waiting === 0)

test('an answer that was counted when it was made is not counted again when it is fetched', async () => {
  expect(await gateway.call('/responses', { model: 'gpt-4.1' }, ofResponse('resp_once'))).toMatchObject({
    cost: '0.0025',
  })
  await gateway.send('GET', '/responses/resp_once', '')
  const calls = await storedCalls(gateway.bench, 2)
  expect(calls.map(({ cost }) => cost).toSorted()).toEqual(['0.0025', null])
})

test('embeddings are input alone', async () => {
  const answer = {
    object: 'list',
    data: [],
    model: 'text-embedding-3-small',
    usage: { prompt_tokens: 8, total_tokens: 8 },
  }
  expect(await gateway.call('/embeddings', { model: 'text-embedding-3-small', input: '가' }, answer)).toMatchObject({
    kind: 'embeddings',
    input_tokens: 8,
    output_tokens: null,
    cost: '0.00000016',
  })
})

test('moderations are free whatever they tell, as long as the price table says so', async () => {
  const answer = { id: 'modr-1', model: 'omni-moderation-latest', results: [] }
  expect(await gateway.call('/moderations', { input: '가' }, answer)).toMatchObject({ cost: '0', unpriced: false })
  await gateway.forget()
  const other = { id: 'modr-2', model: 'moderation-of-tomorrow', results: [] }
  expect(await gateway.call('/moderations', { input: '가' }, other)).toMatchObject({ cost: null, unpriced: true })
})
