import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { SECOND } from '../platform/clock.ts'
import type { Access } from './access.ts'
import { admit, record, textModel } from './admission.ts'
import { parseBody } from './body.ts'
import { type Completion, complete } from './completion.ts'
import { tierOf } from './service-tier.ts'

const Chat = z.object({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string() })).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  service_tier: z.string().nullish(),
})

type Frame = { readonly id: string; readonly created: number; readonly model: string; readonly service_tier: string }

export function registerChat(app: FastifyInstance, access: Access): void {
  app.post('/chat/completions', async (request, reply) => {
    const caller = access.caller(request)
    const body = parseBody(Chat, request)
    const model = textModel(body.model)
    admit(caller, model)
    const tier = tierOf(body.service_tier)
    const completion = complete([model.id, body.messages], body.max_completion_tokens ?? body.max_tokens)
    const { inputTokens, cachedTokens, outputTokens } = completion
    const callId = record(caller, model, tier, [inputTokens - cachedTokens, cachedTokens, outputTokens, 1])
    const frame: Frame = {
      id: `chatcmpl-${callId}`,
      created: Math.floor(caller.world.now() / SECOND),
      model: model.id,
      service_tier: tier,
    }
    if (body.stream !== true) return chatBody(frame, completion)
    const chunks = chatChunks(frame, completion, body.stream_options?.include_usage === true)
    return reply.type('text/event-stream; charset=utf-8').send(Readable.from(chunks, { objectMode: false }))
  })
}

function chatBody(frame: Frame, completion: Completion) {
  const message = { role: 'assistant', content: completion.words.join(''), refusal: null, annotations: [] }
  const choice = { index: 0, message, logprobs: null, finish_reason: finishOf(completion) }
  return {
    ...frame,
    object: 'chat.completion',
    choices: [choice],
    usage: usageOf(completion),
    system_fingerprint: 'fp_sim',
  }
}

function* chatChunks(frame: Frame, completion: Completion, withUsage: boolean): Generator<string> {
  const event = (choices: readonly object[], usage: object | null) => {
    const chunk = { ...frame, object: 'chat.completion.chunk', system_fingerprint: 'fp_sim', choices }
    return `data: ${JSON.stringify(withUsage ? { ...chunk, usage } : chunk)}\n\n`
  }
  const delta = (content: object, finish: string | null = null) =>
    event([{ index: 0, delta: content, logprobs: null, finish_reason: finish }], null)
  yield delta({ role: 'assistant', content: '', refusal: null })
  for (const word of completion.words) yield delta({ content: word })
  yield delta({}, finishOf(completion))
  if (withUsage) yield event([], usageOf(completion))
  yield 'data: [DONE]\n\n'
}

function finishOf(completion: Completion): 'length' | 'stop' {
  return completion.isCut ? 'length' : 'stop'
}

function usageOf(completion: Completion) {
  return {
    prompt_tokens: completion.inputTokens,
    completion_tokens: completion.outputTokens,
    total_tokens: completion.inputTokens + completion.outputTokens,
    prompt_tokens_details: { cached_tokens: completion.cachedTokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  }
}
