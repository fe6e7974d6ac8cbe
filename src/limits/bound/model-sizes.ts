/** How much one request to a model may take in and give out, in tokens. */
export type ModelSize = { context: number; output: number }

/**
 * By the beginning of the name, the first that fits. From OpenAI's model pages and LiteLLM's model_prices_and_context_window.json
 * (00035b6); where versions of a model differ, the largest.
 */
const SIZES: readonly (readonly [string, ModelSize])[] = [
  ['gpt-5-pro', { context: 400_000, output: 272_000 }],
  ['gpt-5.4', { context: 1_050_000, output: 128_000 }],
  ['gpt-5.5', { context: 1_050_000, output: 128_000 }],
  ['gpt-5.6', { context: 1_050_000, output: 128_000 }],
  ['gpt-5', { context: 400_000, output: 128_000 }],
  ['gpt-4.1', { context: 1_047_576, output: 32_768 }],
  ['gpt-4.5', { context: 128_000, output: 16_384 }],
  ['gpt-4o', { context: 128_000, output: 16_384 }],
  ['chatgpt-4o', { context: 128_000, output: 16_384 }],
  ['gpt-4-turbo', { context: 128_000, output: 4_096 }],
  ['gpt-4-vision', { context: 128_000, output: 4_096 }],
  ['gpt-4-1106', { context: 128_000, output: 4_096 }],
  ['gpt-4-0125', { context: 128_000, output: 4_096 }],
  ['gpt-4-32k', { context: 32_768, output: 32_768 }],
  ['gpt-4', { context: 8_192, output: 8_192 }],
  ['gpt-3.5-turbo', { context: 16_385, output: 16_385 }],
  ['gpt-3.5', { context: 4_097, output: 4_097 }],
  ['gpt-audio', { context: 128_000, output: 16_384 }],
  ['gpt-realtime', { context: 128_000, output: 32_000 }],
  ['o1', { context: 200_000, output: 100_000 }],
  ['o3', { context: 200_000, output: 100_000 }],
  ['o4', { context: 200_000, output: 100_000 }],
  ['codex', { context: 200_000, output: 100_000 }],
  ['computer-use', { context: 8_192, output: 1_024 }],
]

/** As large as any that is known: a new model is not let through for less. */
export const LARGEST: ModelSize = { context: 1_050_000, output: 272_000 }

export function sizeOf(model: string | null): ModelSize {
  const name = (model ?? '')
    .trim()
    .toLowerCase()
    .replace(/^ft[:-]/, '')
  return SIZES.find(([start]) => name.startsWith(start))?.[1] ?? LARGEST
}
