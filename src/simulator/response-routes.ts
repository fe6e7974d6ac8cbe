import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { SECOND } from '../platform/clock.ts'
import type { Access } from './access.ts'
import { admit, record, textModel } from './admission.ts'
import { parseBody } from './body.ts'
import { type Completion, complete, completeWith } from './completion.ts'
import { sampleOf } from './sample.ts'
import { tierOf } from './service-tier.ts'

const Request = z.object({
  model: z.string(),
  input: z.union([z.string(), z.array(z.looseObject({}))]),
  instructions: z.string().nullish(),
  stream: z.boolean().nullish(),
  max_output_tokens: z.int().min(1).nullish(),
  service_tier: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  tools: z
    .array(z.looseObject({ type: z.string(), name: z.string().optional(), parameters: z.unknown().optional() }))
    .nullish(),
  tool_choice: z.unknown().optional(),
  text: z.looseObject({ format: z.looseObject({ schema: z.unknown().optional() }).nullish() }).nullish(),
})

type Envelope = Readonly<Record<string, unknown>> & { readonly id: string }

export function registerResponses(app: FastifyInstance, access: Access): void {
  app.post('/responses', async (request, reply) => {
    const caller = access.caller(request)
    const body = parseBody(Request, request)
    const model = textModel(body.model)
    admit(caller, model)
    const tier = tierOf(body.service_tier)
    const plain = complete([model.id, body.instructions ?? '', body.input], body.max_output_tokens)
    const tool = toolFor(body)
    const schema = tool?.parameters ?? body.text?.format?.schema
    const completion = schema === undefined ? plain : completeWith(plain, JSON.stringify(sampleOf(schema)))
    const { inputTokens, cachedTokens, outputTokens } = completion
    const callId = record(caller, model, tier, [inputTokens - cachedTokens, cachedTokens, outputTokens, 1])
    const envelope: Envelope = {
      id: `resp_${callId}`,
      object: 'response',
      created_at: Math.floor(caller.world.now() / SECOND),
      model: model.id,
      service_tier: tier,
      instructions: body.instructions ?? null,
      max_output_tokens: body.max_output_tokens ?? null,
      metadata: body.metadata ?? {},
      error: null,
      parallel_tool_calls: true,
      temperature: 1,
      top_p: 1,
      tool_choice: body.tool_choice ?? 'auto',
      tools: body.tools ?? [],
      ...(body.text ? { text: body.text } : {}),
    }
    const name = tool?.name ?? null
    if (body.stream !== true) return finished(envelope, completion, name)
    const events = responseEvents(envelope, completion, name)
    return reply.type('text/event-stream; charset=utf-8').send(Readable.from(events, { objectMode: false }))
  })
}

/** The first function is called once: after its result the model answers in words. */
function toolFor({ tools, tool_choice: choice, input }: z.infer<typeof Request>) {
  const isAnswered = typeof input !== 'string' && input.at(-1)?.type === 'function_call_output'
  return choice === 'none' || isAnswered ? undefined : tools?.find(({ type }) => type === 'function')
}

function finished(envelope: Envelope, completion: Completion, tool: string | null) {
  return {
    ...envelope,
    status: completion.isCut ? 'incomplete' : 'completed',
    incomplete_details: completion.isCut ? { reason: 'max_output_tokens' } : null,
    output: [tool === null ? messageOf(envelope, completion) : callOf(envelope, completion, tool)],
    usage: {
      input_tokens: completion.inputTokens,
      input_tokens_details: { cached_tokens: completion.cachedTokens },
      output_tokens: completion.outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: completion.inputTokens + completion.outputTokens,
    },
  }
}

function messageOf(envelope: Envelope, completion: Completion) {
  return {
    id: envelope.id.replace('resp_', 'msg_'),
    type: 'message',
    role: 'assistant',
    status: completion.isCut ? 'incomplete' : 'completed',
    content: [partOf(completion.words.join(''))],
  }
}

function callOf(envelope: Envelope, completion: Completion, name: string) {
  return {
    id: envelope.id.replace('resp_', 'fc_'),
    type: 'function_call',
    status: 'completed',
    arguments: completion.words.join(''),
    call_id: envelope.id.replace('resp_', 'call_'),
    name,
  }
}

function partOf(text: string) {
  return { type: 'output_text', text, annotations: [], logprobs: [] }
}

function* responseEvents(envelope: Envelope, completion: Completion, tool: string | null): Generator<string> {
  let sequence = 0
  const event = (type: string, fields: object) => {
    const data = JSON.stringify({ type, sequence_number: sequence, ...fields })
    sequence += 1
    return `event: ${type}\ndata: ${data}\n\n`
  }
  const started = { ...envelope, status: 'in_progress', incomplete_details: null, output: [], usage: null }
  const last = finished(envelope, completion, tool)
  yield event('response.created', { response: started })
  yield event('response.in_progress', { response: started })
  const item = tool === null ? messageEvents(envelope, completion) : callEvents(envelope, completion, tool)
  for (const [type, fields] of item) yield event(type, fields)
  yield event(completion.isCut ? 'response.incomplete' : 'response.completed', { response: last })
}

type Event = readonly [type: string, fields: object]

function* messageEvents(envelope: Envelope, completion: Completion): Generator<Event> {
  const message = messageOf(envelope, completion)
  const place = { item_id: message.id, output_index: 0, content_index: 0 }
  const text = completion.words.join('')
  yield ['response.output_item.added', { output_index: 0, item: { ...message, status: 'in_progress', content: [] } }]
  yield ['response.content_part.added', { ...place, part: partOf('') }]
  for (const delta of completion.words) yield ['response.output_text.delta', { ...place, delta, logprobs: [] }]
  yield ['response.output_text.done', { ...place, text, logprobs: [] }]
  yield ['response.content_part.done', { ...place, part: partOf(text) }]
  yield ['response.output_item.done', { output_index: 0, item: message }]
}

function* callEvents(envelope: Envelope, completion: Completion, tool: string): Generator<Event> {
  const item = callOf(envelope, completion, tool)
  const place = { item_id: item.id, output_index: 0 }
  yield ['response.output_item.added', { output_index: 0, item: { ...item, status: 'in_progress', arguments: '' } }]
  for (const delta of completion.words) yield ['response.function_call_arguments.delta', { ...place, delta }]
  yield ['response.function_call_arguments.done', { ...place, name: tool, arguments: item.arguments }]
  yield ['response.output_item.done', { output_index: 0, item }]
}
