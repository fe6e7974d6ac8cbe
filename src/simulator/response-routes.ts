import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { SECOND } from '../platform/clock.ts'
import type { Access } from './access.ts'
import { admit, record, textModel } from './admission.ts'
import { parseBody } from './body.ts'
import { type Completion, complete } from './completion.ts'
import { tierOf } from './service-tier.ts'

const Request = z.object({
  model: z.string(),
  input: z.union([z.string(), z.array(z.looseObject({}))]),
  instructions: z.string().nullish(),
  stream: z.boolean().nullish(),
  max_output_tokens: z.int().min(1).nullish(),
  service_tier: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
})

type Envelope = Readonly<Record<string, unknown>> & { readonly id: string }

export function registerResponses(app: FastifyInstance, access: Access): void {
  app.post('/responses', async (request, reply) => {
    const caller = access.caller(request)
    const body = parseBody(Request, request)
    const model = textModel(body.model)
    admit(caller, model)
    const tier = tierOf(body.service_tier)
    const completion = complete([model.id, body.instructions ?? '', body.input], body.max_output_tokens)
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
      tool_choice: 'auto',
      tools: [],
    }
    if (body.stream !== true) return finished(envelope, completion)
    const events = responseEvents(envelope, completion)
    return reply.type('text/event-stream; charset=utf-8').send(Readable.from(events, { objectMode: false }))
  })
}

function finished(envelope: Envelope, completion: Completion) {
  return {
    ...envelope,
    status: completion.isCut ? 'incomplete' : 'completed',
    incomplete_details: completion.isCut ? { reason: 'max_output_tokens' } : null,
    output: [messageOf(envelope, completion)],
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

function partOf(text: string) {
  return { type: 'output_text', text, annotations: [], logprobs: [] }
}

function* responseEvents(envelope: Envelope, completion: Completion): Generator<string> {
  let sequence = 0
  const event = (type: string, fields: object) => {
    const data = JSON.stringify({ type, sequence_number: sequence, ...fields })
    sequence += 1
    return `event: ${type}\ndata: ${data}\n\n`
  }
  const message = messageOf(envelope, completion)
  const started = { ...envelope, status: 'in_progress', incomplete_details: null, output: [], usage: null }
  const place = { item_id: message.id, output_index: 0, content_index: 0 }
  const text = completion.words.join('')
  const last = finished(envelope, completion)
  yield event('response.created', { response: started })
  yield event('response.in_progress', { response: started })
  yield event('response.output_item.added', {
    output_index: 0,
    item: { ...message, status: 'in_progress', content: [] },
  })
  yield event('response.content_part.added', { ...place, part: partOf('') })
  for (const delta of completion.words) yield event('response.output_text.delta', { ...place, delta, logprobs: [] })
  yield event('response.output_text.done', { ...place, text, logprobs: [] })
  yield event('response.content_part.done', { ...place, part: partOf(text) })
  yield event('response.output_item.done', { output_index: 0, item: message })
  yield event(completion.isCut ? 'response.incomplete' : 'response.completed', { response: last })
}
