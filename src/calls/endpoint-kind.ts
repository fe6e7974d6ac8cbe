import type { UsageKind } from '../pricing/index.ts'

const KINDS: readonly (readonly [RegExp, UsageKind])[] = [
  [/\/chat\/completions$/, 'completions'],
  [/\/responses$/, 'completions'],
  [/\/completions$/, 'completions'],
  [/\/embeddings$/, 'embeddings'],
  [/\/moderations$/, 'moderations'],
  [/\/images\/(?:generations|edits|variations)$/, 'images'],
  [/\/audio\/speech$/, 'audio_speeches'],
  [/\/audio\/(?:transcriptions|translations)$/, 'audio_transcriptions'],
]

/** The kind of usage that a call to this path is counted as; null: none (files, models, batches, what nobody knows). */
export function kindOfEndpoint(path: string): UsageKind | null {
  const plain = path.split('?')[0]?.replace(/\/+$/, '') ?? ''
  return KINDS.find(([pattern]) => pattern.test(plain))?.[1] ?? null
}
