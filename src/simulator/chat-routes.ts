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

const Chat = z.object({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string() })).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  service_tier: z.string().nullish(),
  tools: z
    .array(z.looseObject({ function: z.object({ name: z.string(), parameters: z.unknown().optional() }).nullish() }))
    .nullish(),
  tool_choice: z.unknown().optional(),
  response_format: z
    .looseObject({ json_schema: z.looseObject({ schema: z.unknown().optional() }).nullish() })
    .nullish(),
})

type ToolCall = { readonly id: string; readonly name: string } | null

type Frame = { readonly id: string; readonly created: number; readonly model: string; readonly service_tier: string }

export function registerChat(app: FastifyInstance, access: Access): void {
  app.post('/chat/completions', async (request, reply) => {
    const caller = access.caller(request)
    const body = parseBody(Chat, request)
    const model = textModel(body.model)
    admit(caller, model)
    const tier = tierOf(body.service_tier)
    const plain = complete([model.id, body.messages], body.max_completion_tokens ?? body.max_tokens)
    const tool = toolFor(body)
    const completion = answerOf(body, plain, tool?.parameters)
    const { inputTokens, cachedTokens, outputTokens } = completion
    const callId = record(caller, model, tier, [inputTokens - cachedTokens, cachedTokens, outputTokens, 1])
    const frame: Frame = {
      id: `chatcmpl-${callId}`,
      created: Math.floor(caller.world.now() / SECOND),
      model: model.id,
      service_tier: tier,
    }
    const toolCall = tool && { id: `call_${callId}`, name: tool.name }
    if (body.stream !== true) return chatBody(frame, completion, toolCall)
    const chunks = chatChunks(frame, completion, toolCall, body.stream_options?.include_usage === true)
    return reply.type('text/event-stream; charset=utf-8').send(Readable.from(chunks, { objectMode: false }))
  })
}

/** The first tool is called once: after its result the model answers in words. */
function toolFor({ tools, tool_choice: choice, messages }: z.infer<typeof Chat>) {
  const [tool] = tools ?? []
  return choice === 'none' || messages.at(-1)?.role === 'tool' ? null : (tool?.function ?? null)
}

function answerOf(
  { response_format: format }: z.infer<typeof Chat>,
  plain: Completion,
  parameters: unknown,
): Completion {
  const schema = parameters ?? format?.json_schema?.schema
  return schema === undefined ? plain : completeWith(plain, JSON.stringify(sampleOf(schema)))
}

function chatBody(frame: Frame, completion: Completion, tool: ToolCall) {
  const text = completion.words.join('')
  const said = tool
    ? { content: null, tool_calls: [{ id: tool.id, type: 'function', function: { name: tool.name, arguments: text } }] }
    : { content: text }
  const message = { role: 'assistant', ...said, refusal: null, annotations: [] }
  const choice = { index: 0, message, logprobs: null, finish_reason: finishOf(completion, tool) }
  return {
    ...frame,
    object: 'chat.completion',
    choices: [choice],
    usage: usageOf(completion),
    system_fingerprint: 'fp_sim',
  }
}

function* chatChunks(frame: Frame, completion: Completion, tool: ToolCall, withUsage: boolean): Generator<string> {
  const event = (choices: readonly object[], usage: object | null) => {
    const chunk = { ...frame, object: 'chat.completion.chunk', system_fingerprint: 'fp_sim', choices }
    return `data: ${JSON.stringify(withUsage ? { ...chunk, usage } : chunk)}\n\n`
  }
  const delta = (content: object, finish: string | null = null) =>
    event([{ index: 0, delta: content, logprobs: null, finish_reason: finish }], null)
  if (tool) {
    const called = { index: 0, id: tool.id, type: 'function', function: { name: tool.name, arguments: '' } }
    yield delta({ role: 'assistant', content: null, tool_calls: [called], refusal: null })
  } else yield delta({ role: 'assistant', content: '', refusal: null })
  for (const word of completion.words) {
    yield delta(tool ? { tool_calls: [{ index: 0, function: { arguments: word } }] } : { content: word })
  }
  yield delta({}, finishOf(completion, tool))
  if (withUsage) yield event([], usageOf(completion))
  yield 'data: [DONE]\n\n'
}

function finishOf(completion: Completion, tool: ToolCall): 'length' | 'stop' | 'tool_calls' {
  if (tool) return 'tool_calls'
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
