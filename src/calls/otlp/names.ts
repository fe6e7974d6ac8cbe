/**
 * Where a span says what. The first name that is there counts: the semantic conventions as they stand (2026), then
 * what they called it before, then what widespread instrumentations call it.
 * https://github.com/open-telemetry/semantic-conventions-genai
 */
export const NAMES = {
  operation: ['gen_ai.operation.name', 'llm.request.type'],
  provider: ['gen_ai.provider.name', 'gen_ai.system'],
  modelAsked: ['gen_ai.request.model', 'llm.request.model'],
  modelServed: ['gen_ai.response.model', 'llm.response.model'],
  responseId: ['gen_ai.response.id', 'llm.response.id'],
  apiType: ['openai.api.type'],
  serviceTier: [
    'openai.response.service_tier',
    'gen_ai.openai.response.service_tier',
    'openai.request.service_tier',
    'gen_ai.openai.request.service_tier',
  ],
  isStream: ['gen_ai.request.stream', 'gen_ai.response.streaming', 'gen_ai.is_streaming', 'llm.is_streaming'],
  firstChunkSeconds: ['gen_ai.response.time_to_first_chunk', 'gen_ai.server.time_to_first_token'],
  firstChunkMs: ['ai.response.msToFirstChunk'],
  errorType: ['error.type'],
  status: ['http.response.status_code', 'http.status_code'],
  retries: ['http.request.resend_count'],
} as const

/** All input is with the cached; a part that is not told is not known. */
export const COUNTERS = {
  inputTokens: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens', 'llm.usage.prompt_tokens'],
  outputTokens: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens', 'llm.usage.completion_tokens'],
  cachedInputTokens: [
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cache_read_input_tokens',
    'gen_ai.usage.input_tokens.cached',
    'gen_ai.usage.details.cached_tokens',
    'ai.usage.cachedInputTokens',
  ],
  cacheWriteTokens: [
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
    'gen_ai.usage.input_tokens.cache_write',
  ],
  inputAudioTokens: ['gen_ai.usage.audio.input_tokens'],
  outputAudioTokens: ['gen_ai.usage.audio.output_tokens'],
  inputImageTokens: ['gen_ai.usage.image.input_tokens'],
} as const

/** Of the span, else of its resource. */
export const CONTEXT = {
  task: ['finops.task'],
  intent: ['finops.intent'],
  user: ['finops.user', 'user.id', 'enduser.id'],
  trace: ['finops.trace'],
} as const

export const META_PREFIX = 'finops.meta.'

/** Kept beside `finops.meta.*`: short names of where the call came from. */
export const META = {
  service: ['service.name'],
  agent: ['gen_ai.agent.name'],
  conversation: ['gen_ai.conversation.id'],
  workflow: ['gen_ai.workflow.name'],
} as const
