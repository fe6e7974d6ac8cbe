import { nothingCounted, type Quantities } from '../pricing/index.ts'
import { TOOL_NAMES, type ToolName, type ToolUse } from './call.ts'

/** The counters of a call and their columns; what is stored of bytes over time is kept as text. */
export const COUNTS = [
  ['inputTokens', 'input_tokens'],
  ['cachedInputTokens', 'cached_input_tokens'],
  ['cacheWriteTokens', 'cache_write_tokens'],
  ['outputTokens', 'output_tokens'],
  ['inputAudioTokens', 'input_audio_tokens'],
  ['cachedAudioTokens', 'cached_audio_tokens'],
  ['outputAudioTokens', 'output_audio_tokens'],
  ['inputImageTokens', 'input_image_tokens'],
  ['cachedImageTokens', 'cached_image_tokens'],
  ['outputImageTokens', 'output_image_tokens'],
  ['images', 'images'],
  ['characters', 'characters'],
  ['seconds', 'seconds'],
  ['sessions', 'sessions'],
  ['toolCalls', 'tool_calls'],
] as const satisfies readonly (readonly [Exclude<keyof Quantities, 'byteMinutes'>, string])[]

/** Far more than one call can have, and so few that the sums of a day hold hundreds of millions of them. */
const LARGEST_COUNT = 10_000_000_000

/** A counter that is no count is not known; where none is known, null. One record is one request. */
export function cleanQuantities(given: Partial<Quantities> | null): Quantities | null {
  if (given === null) return null
  const clean: Quantities = { ...nothingCounted, requests: 1 }
  let isKnown = false
  for (const [name] of COUNTS) {
    const count = given[name]
    if (typeof count !== 'number' || !(count >= 0)) continue
    const whole = Math.ceil(count)
    if (whole > LARGEST_COUNT) continue
    clean[name] = whole
    isKnown = true
  }
  const { byteMinutes } = given
  if (typeof byteMinutes === 'string' && /^\d{1,30}$/.test(byteMinutes)) {
    clean.byteMinutes = byteMinutes
    isKnown = true
  }
  return isKnown ? clean : null
}

/** Only names that are known here, and only what was used at all; in one order. */
export function cleanTools(given: ToolUse | null | undefined): ToolUse | null {
  if (!given) return null
  const clean: Partial<Record<ToolName, number>> = {}
  for (const name of TOOL_NAMES) {
    const count = given[name]
    if (typeof count === 'number' && Number.isSafeInteger(count) && count > 0) clean[name] = Math.min(count, MOST_USES)
  }
  return Object.keys(clean).length === 0 ? null : clean
}

const MOST_USES = 1_000_000
