import { describe, expect, test } from 'vitest'
import type { CallRecord } from '../call.ts'
import { callOfSpan } from './call-of-span.ts'
import { decodeRequest, TooManyFields } from './messages.ts'
import { spansIn } from './span.ts'

const MANY = 1_000_000
const caller = { id: '00000000-0000-4000-8000-000000000001', projectId: '00000000-0000-4000-8000-000000000002' }

type Given = Readonly<Record<string, string | number | boolean | readonly string[]>>

function anyValue(value: Given[string]) {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  return { arrayValue: { values: value.map((stringValue) => ({ stringValue })) } }
}
const attributesOf = (given: Given) => Object.entries(given).map(([key, value]) => ({ key, value: anyValue(value) }))

function taken(attributes: Given, rest: { resource?: Given; span?: object } = {}) {
  const span = {
    traceId: '5B8EFFF798038103D269B633813FC60C',
    spanId: 'EEE19B7EC3C1B174',
    startTimeUnixNano: '1795651200123456789',
    endTimeUnixNano: '1795651201623456789',
    attributes: attributesOf(attributes),
    ...rest.span,
  }
  const spans = spansIn({
    resourceSpans: [
      { resource: { attributes: attributesOf(rest.resource ?? {}) }, scopeSpans: [{ spans: [span] }], unknown: 1 },
    ],
  })
  const [read] = Array.isArray(spans) ? spans : []
  if (read === undefined) throw new Error('the span was not read')
  return callOfSpan(read, caller)
}

function record(...given: Parameters<typeof taken>): CallRecord {
  const one = taken(...given)
  if (one.kind !== 'call') throw new Error(`it is ${one.kind}`)
  return one.record
}

describe('a span of a model call', () => {
  test('is a call under the current names of the conventions', () => {
    const call = record(
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'openai.api.type': 'responses',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.response.model': 'gpt-4o-2024-08-06',
        'gen_ai.response.id': 'resp_1',
        'gen_ai.response.finish_reasons': ['stop'],
        'openai.response.service_tier': 'default',
        'gen_ai.request.stream': true,
        'gen_ai.response.time_to_first_chunk': 0.25,
        'gen_ai.usage.input_tokens': 1_200,
        'gen_ai.usage.cache_read.input_tokens': 1_000,
        'gen_ai.usage.cache_creation.input_tokens': 0,
        'gen_ai.usage.output_tokens': 300,
        'gen_ai.usage.reasoning.output_tokens': 200,
        'gen_ai.usage.audio.input_tokens': 7,
        'finops.task': '요약',
        'finops.meta.주문': 17,
        'user.id': 'u-1',
        'gen_ai.agent.name': '비서',
      },
      { resource: { 'finops.intent': 'faq', 'finops.task': '아래', 'service.name': 'shop' } },
    )
    expect(call).toMatchObject({
      projectId: caller.projectId,
      keyId: caller.id,
      source: 'otlp',
      at: new Date('2026-11-26T00:00:00.123Z'),
      durationMs: 1_500,
      endpoint: 'POST /responses',
      kind: 'completions',
      modelAsked: 'gpt-4o',
      modelServed: 'gpt-4o-2024-08-06',
      responseId: 'resp_1',
      task: '요약',
      intent: 'faq',
      user: 'u-1',
      trace: '5b8efff798038103d269b633813fc60c',
      meta: { 주문: '17', service: 'shop', agent: '비서' },
      result: 'ok',
      status: null,
      serviceTier: 'default',
      streamed: true,
      firstTokenMs: 250,
      quantities: {
        inputTokens: 1_200,
        cachedInputTokens: 1_000,
        cacheWriteTokens: 0,
        outputTokens: 300,
        inputAudioTokens: 7,
      },
    })
  })

  test.each([
    ['v1.27 to v1.36', { 'gen_ai.system': 'openai', 'gen_ai.usage.input_tokens': 5, 'gen_ai.usage.output_tokens': 6 }],
    ['v1.26', { 'gen_ai.system': 'openai', 'gen_ai.usage.prompt_tokens': 5, 'gen_ai.usage.completion_tokens': 6 }],
    ['OpenLLMetry', { 'llm.request.type': 'chat', 'llm.usage.prompt_tokens': 5, 'llm.usage.completion_tokens': 6 }],
  ])('is a call under the names of %s', (_version, attributes) => {
    const call = record({
      ...attributes,
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.response.id': 'chatcmpl-1',
      'gen_ai.openai.response.service_tier': 'flex',
    })
    expect(call).toMatchObject({
      quantities: { inputTokens: 5, outputTokens: 6 },
      serviceTier: 'flex',
      kind: 'completions',
    })
  })

  test('counts nothing that it was not told: unknown is not zero', () => {
    const call = record({ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' })
    expect([call.quantities, call.responseId, call.firstTokenMs, call.streamed]).toEqual([null, null, null, false])
    const some = record({ 'gen_ai.operation.name': 'embeddings', 'gen_ai.usage.input_tokens': 0 })
    expect([some.quantities, some.kind]).toEqual([{ inputTokens: 0 }, 'embeddings'])
  })

  test.each([
    [{ 'error.type': '429' }, { result: 'error', status: 429, problemCode: '429' }],
    [{ 'error.type': 'timeout' }, { result: 'error', status: null, problemCode: 'timeout' }],
    [{ 'error.type': 'APIUserAbortError' }, { result: 'aborted', problemCode: 'APIUserAbortError' }],
    [
      { 'http.response.status_code': 500, 'error.type': '_OTHER' },
      { result: 'error', status: 500 },
    ],
  ])('ends as its error says: %o', (attributes, expected) => {
    expect(record({ 'gen_ai.operation.name': 'chat', ...attributes })).toMatchObject(expected)
  })

  test('is an error where only the status of the span says so', () => {
    expect(record({ 'gen_ai.operation.name': 'chat' }, { span: { status: { code: 2 } } }).result).toBe('error')
    expect(record({ 'gen_ai.operation.name': 'chat' }, { span: { status: { code: 1 } } }).result).toBe('ok')
  })

  test('keeps nothing of what was said in it', () => {
    const secret = '비밀 프롬프트'
    const call = record({
      'gen_ai.operation.name': 'chat',
      'gen_ai.input.messages': secret,
      'gen_ai.output.messages': secret,
      'gen_ai.system_instructions': secret,
      'gen_ai.prompt': secret,
      'gen_ai.completion.0.content': secret,
      'ai.prompt.messages': secret,
      'llm.prompts': secret,
    })
    expect(JSON.stringify(call)).not.toContain(secret)
  })

  test('is the same record each time it is exported, and another one in another project', () => {
    const attributes = { 'gen_ai.operation.name': 'chat' }
    expect(record(attributes).id).toBe(record({ ...attributes, 'finops.task': '나중' }).id)
    expect(record(attributes).id).not.toBe(record(attributes, { span: { spanId: 'EEE19B7EC3C1B175' } }).id)
  })
})

describe('other spans', () => {
  test.each([
    [{ 'http.request.method': 'POST' }],
    [{ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'search' }],
    [{ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.usage.input_tokens': 10, 'gen_ai.request.model': 'gpt-4o' }],
    [{ 'gen_ai.operation.name': 'invoke_workflow', 'gen_ai.usage.input_tokens': 10 }],
    [{ 'gen_ai.request.model': 'gpt-4o' }],
    [{ 'gen_ai.usage.input_tokens': 10 }],
  ])('are passed over: %o', (attributes) => {
    expect(taken(attributes)).toEqual({ kind: 'ignored' })
  })

  test('are named where they tell of usage under an operation that nobody knows', () => {
    const attributes = { 'gen_ai.operation.name': 'daydream', 'gen_ai.usage.output_tokens': 10 }
    expect(taken(attributes)).toEqual({ kind: 'not-known', operation: 'daydream' })
  })

  test.each([{ traceId: '' }, { spanId: '0000000000000000' }, { traceId: 'xyz' }, { spanId: null }])(
    'are refused without valid ids: %o',
    (span) => {
      expect(taken({ 'gen_ai.operation.name': 'chat' }, { span })).toEqual({ kind: 'invalid' })
    },
  )
})

describe('hostile messages', () => {
  test.each([
    ['no list', { resourceSpans: {} }],
    ['no object', []],
    ['a text as time', { resourceSpans: [{ scopeSpans: [{ spans: [{ startTimeUnixNano: 'soon' }] }] }] }],
    ['a number as text', { resourceSpans: [{ scopeSpans: [{ spans: [{ attributes: [{ key: 7 }] }] }] }] }],
  ])('that are no export are told apart: %s', (_what, message) => {
    expect(spansIn(message)).toBeNull()
  })

  test('with more spans than anybody sends are told apart before they are read', () => {
    const spans = Array.from({ length: 50_001 }, () => ({}))
    expect(spansIn({ resourceSpans: [{ scopeSpans: [{ spans }] }] })).toBe('too-many')
  })

  test('nested without end, or cut anywhere, end in an error and not in a crash', () => {
    expect(() => decodeRequest(Buffer.alloc(4_000_000, 0x0b), MANY)).toThrow()
    expect(() => decodeRequest(Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]), MANY)).toThrow()
  })

  test('that unpack to millions of empty fields are refused before they fill the memory', () => {
    const empty = Buffer.alloc(2_000_000)
    for (let at = 0; at < empty.length; at += 2) empty[at] = 0x0a
    expect(() => decodeRequest(empty, 1_000)).toThrow(TooManyFields)
  })
})
