import type { Quantities } from '../../pricing/index.ts'
import { isObject, type Measured } from './measure.ts'
import type { ModelSize } from './model-sizes.ts'

type Json = Readonly<Record<string, unknown>>

/** Of one picture at the highest detail; gpt-4o-mini counts many times as many for the same one. */
const IMAGE_TOKENS = 12_000
const IMAGE_TOKENS_MINI = 50_000
/** Ten tokens a second, at the lowest bit rate that speech is sent in, 4 kbit/s. */
const AUDIO_BYTES_PER_TOKEN = 50
/** What is put around a conversation that is not in its body. */
const FRAME_TOKENS = 256
const MOST_CHOICES = 1_000_000
/** Rounds that tools of OpenAI's take within one call, each reading what the one before has found. */
const TOOL_ROUNDS = 4

/**
 * The most tokens that a chat completion, a response or a completion can take and give. What is asked for counts only where
 * it is a whole number that OpenAI would take; anything else is answered with an error, or with as much as the model can.
 */
export function completionTokens(
  body: Json | null,
  measured: Measured | null,
  size: ModelSize,
  model: string | null,
): Pick<Quantities, 'inputTokens' | 'outputTokens'> {
  if (body === null || measured === null) return { inputTokens: size.context, outputTokens: size.output }
  const prompts = promptsIn(body.prompt)
  const rounds = measured.isOpen && Array.isArray(body.tools) ? TOOL_ROUNDS : 1
  const inputTokens = measured.isOpen
    ? size.context * rounds
    : Math.min(inputIn(measured, model), size.context * prompts)
  const most = outputIn(body, size)
  const outputTokens = most * choicesIn(body) * prompts + (isObject(body.prediction) ? measured.textBytes : 0)
  return { inputTokens, outputTokens }
}

function inputIn({ textBytes, images, audioBytes }: Measured, model: string | null): number {
  const perImage = model?.toLowerCase().includes('gpt-4o-mini') ? IMAGE_TOKENS_MINI : IMAGE_TOKENS
  return textBytes + images * perImage + Math.ceil(audioBytes / AUDIO_BYTES_PER_TOKEN) + FRAME_TOKENS
}

/** Whichever of the three the endpoint goes by; of several the largest. */
function outputIn(body: Json, { output }: ModelSize): number {
  const asked = [body.max_completion_tokens, body.max_tokens, body.max_output_tokens].filter(isCount)
  return asked.length === 0 ? output : Math.min(output, Math.max(...asked))
}

function choicesIn(body: Json): number {
  const asked = [body.n, body.best_of].filter(isCount)
  return Math.min(MOST_CHOICES, Math.max(1, ...asked))
}

/** Completions answer each of several prompts. */
function promptsIn(prompt: unknown): number {
  if (!Array.isArray(prompt)) return 1
  return Math.max(1, prompt.filter((one) => typeof one === 'string' || Array.isArray(one)).length)
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0
}
