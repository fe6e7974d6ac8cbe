import { type Attributes, type DiagLogger, diag, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addProject, type Project } from '../gateway/workbench.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let project: Project
beforeAll(async () => {
  server = await startTestServer({ simulator: { historyDays: 2 }, roles: { web: true, jobs: false } })
  project = await addProject(server.runtime, { team: '마케팅팀', name: '광고 문구' })
})
afterAll(() => server.close())

const CHAT: Attributes = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.response.model': 'gpt-4o-2024-08-06',
  'gen_ai.usage.input_tokens': 400_000,
  'gen_ai.usage.output_tokens': 0,
  'gen_ai.input.messages': '비밀 프롬프트',
}

type Row = {
  task: string | null
  intent: string | null
  source: string
  result: string
  cost: string | null
  response_id: string | null
  model_asked: string | null
  duration_ms: number | null
  trace: string | null
  meta: Record<string, string> | null
  origins: string | null
}
async function callsWith(task: string): Promise<Row[]> {
  return (await sql<Row>`select * from calls where task = ${task} order by at`.execute(server.runtime.database.db)).rows
}

describe('the exporters of the OpenTelemetry SDK', () => {
  const config = (key: string) => ({
    url: `${server.url}/otlp/v1/traces`,
    headers: { authorization: `Bearer ${key}` },
    concurrencyLimit: 1,
  })

  test.each([
    ['protobuf', ProtobufExporter, CompressionAlgorithm.NONE],
    ['protobuf with gzip', ProtobufExporter, CompressionAlgorithm.GZIP],
    ['JSON', JsonExporter, CompressionAlgorithm.NONE],
    ['JSON with gzip', JsonExporter, CompressionAlgorithm.GZIP],
  ])('are understood: %s', async (task, Exporter, compression) => {
    const said: string[] = []
    const note = (...words: unknown[]) => void said.push(words.map(String).join(' '))
    const logger: DiagLogger = { error: note, warn: note, info: note, debug: () => {}, verbose: () => {} }
    diag.setLogger(logger, { suppressOverrideMessage: true })
    const provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': 'shop', 'finops.intent': 'faq' }),
      spanProcessors: [new BatchSpanProcessor({ exporter: new Exporter({ ...config(project.key), compression }) })],
    })
    const tracer = provider.getTracer('test')
    const agent = tracer.startSpan('invoke_agent', { attributes: { ...CHAT, 'gen_ai.operation.name': 'invoke_agent' } })
    const start = Date.now() - 1_500
    const span = tracer.startSpan('chat gpt-4o', {
      kind: SpanKind.CLIENT,
      startTime: start,
      attributes: { ...CHAT, 'finops.task': task, 'gen_ai.response.id': `chatcmpl-${task}` },
    })
    span.end(start + 1_500)
    const failed = tracer.startSpan('chat gpt-4o', {
      attributes: { 'gen_ai.operation.name': 'chat', 'error.type': '429', 'finops.task': task },
    })
    failed.setStatus({ code: SpanStatusCode.ERROR })
    failed.end()
    agent.end()
    await provider.shutdown()
    expect(said).toEqual([])
    expect(await callsWith(task)).toMatchObject([
      {
        source: 'otlp',
        intent: 'faq',
        result: 'ok',
        cost: '1',
        response_id: `chatcmpl-${task}`,
        model_asked: 'gpt-4o',
        duration_ms: 1_500,
        trace: span.spanContext().traceId,
        meta: { service: 'shop' },
      },
      { result: 'error', cost: '0' },
    ])
  })

  test('hear what was not taken, and why, and keep going', async () => {
    const said: string[] = []
    const note = (...words: unknown[]) => void said.push(words.map(String).join(' '))
    diag.setLogger(
      { error: note, warn: note, info: note, debug: note, verbose: note },
      { suppressOverrideMessage: true },
    )
    const provider = new TracerProvider({
      spanProcessors: [new BatchSpanProcessor({ exporter: new ProtobufExporter(config(project.key)) })],
    })
    const tracer = provider.getTracer('test')
    tracer.startSpan('chat', { startTime: new Date('2020-01-01'), attributes: CHAT }).end()
    tracer.startSpan('chat', { attributes: { ...CHAT, 'finops.task': '남은 것' } }).end()
    await provider.shutdown()
    expect(said.join('\n')).toMatch(/partial success/i)
    expect(said.join('\n')).toContain('보관 기간이 지난')
    expect(await callsWith('남은 것')).toHaveLength(1)
  })

  test('leave nothing of a prompt anywhere', async () => {
    const { rows } = await sql<{ found: number }>`
      select count(*) as found from calls where calls::text like '%비밀%'`.execute(server.runtime.database.db)
    expect(rows[0]?.found).toBe(0)
    expect(server.logLines.join('\n')).not.toContain('비밀')
    expect(server.logLines.join('\n')).not.toContain(project.key)
  })
})
