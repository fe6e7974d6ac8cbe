import type { Part } from './parts.ts'
import { compareRates } from './rate.ts'
import type { Rates } from './tier-rates.ts'
import type { Quantities, UsageSeries } from './usage.ts'

export type CountedPart = { part: Part; quantity: bigint | null }

/** What of a usage row is charged as what. No token is counted twice: audio, images and cached tokens lie inside input. */
export function countedParts(series: UsageSeries, counts: Quantities, rates: Rates): readonly CountedPart[] {
  if (counts.requests === 0 && isEmpty(counts)) return []
  switch (series.kind) {
    case 'completions':
      return [...inputParts(counts, rates), ...outputParts(counts, rates)].filter(isSomething)
    case 'embeddings':
    case 'moderations':
      return only('input', whole(counts.inputTokens))
    case 'images':
      return only(imagePart(series.size, rates), whole(counts.images))
    case 'audio_speeches':
      return only('characters', whole(counts.characters))
    case 'audio_transcriptions':
      return only('duration', whole(counts.seconds))
    case 'vector_stores':
      return only('storage', wholeText(counts.byteMinutes))
    case 'code_interpreter_sessions':
      return only('session', whole(counts.sessions))
    case 'file_search_calls':
    case 'web_search_calls':
      return only('tool call', whole(counts.toolCalls))
  }
}

function inputParts(counts: Quantities, rates: Rates): CountedPart[] {
  const { audio, image } = modalities(counts, rates)
  const all = whole(counts.inputTokens)
  const cached = whole(counts.cachedInputTokens)
  const fresh: CountedPart[] = [
    { part: 'cache write', quantity: whole(counts.cacheWriteTokens) },
    { part: 'audio input', quantity: audio ? whole(counts.inputAudioTokens) : 0n },
    { part: 'image input', quantity: image ? whole(counts.inputImageTokens) : 0n },
  ]
  const kept: CountedPart[] = [
    { part: 'cached audio input', quantity: audio ? whole(counts.cachedAudioTokens) : 0n },
    { part: 'cached image input', quantity: image ? whole(counts.cachedImageTokens) : 0n },
  ]
  if (cached === null) return spread(all, rates, 'input', [...fresh, ...kept])
  return [
    ...spread(all === null ? null : all - cached, rates, 'input', fresh),
    ...spread(cached, rates, 'cached input', kept),
  ]
}

/** Images of a model without a price for images are read as text; audio is never, since it costs many times as much. */
function modalities(counts: Quantities, rates: Rates): { audio: boolean; image: boolean } {
  return {
    audio: rates.of('audio input') !== null || Boolean(counts.inputAudioTokens) || Boolean(counts.cachedAudioTokens),
    image: rates.of('image input') !== null,
  }
}

function outputParts(counts: Quantities, rates: Rates): CountedPart[] {
  const isAudio = rates.of('audio output') !== null || Boolean(counts.outputAudioTokens)
  const isImage = rates.of('image output') !== null
  return spread(whole(counts.outputTokens), rates, 'output', [
    { part: 'audio output', quantity: isAudio ? whole(counts.outputAudioTokens) : 0n },
    { part: 'image output', quantity: isImage ? whole(counts.outputImageTokens) : 0n },
  ])
}

/**
 * A total and what is known of its parts. What is left is text; where the size of a part is not known, all that is left
 * is charged as the dearest of what it may be.
 */
function spread(total: bigint | null, rates: Rates, text: Part, inside: readonly CountedPart[]): CountedPart[] {
  const known = inside.flatMap(({ part, quantity }) => (quantity === null ? [] : [{ part, quantity }]))
  const open = inside.flatMap(({ part, quantity }) => (quantity === null ? [part] : []))
  if (total === null) return [...known, { part: text, quantity: null }]
  const rest = known.reduce((left, { quantity }) => left - quantity, total)
  return [
    { part: open.reduce((top, part) => dearer(rates, top, part), text), quantity: rest > 0n ? rest : 0n },
    ...known,
  ]
}

function dearer(rates: Rates, left: Part, right: Part): Part {
  const [a, b] = [rates.of(left), rates.of(right)]
  return b !== null && (a === null || compareRates(b.rate, a.rate) > 0) ? right : left
}

function imagePart(size: string | null, rates: Rates): Part {
  const sized: Part = `image ${size ?? ''}`
  return rates.of(sized) === null ? 'image' : sized
}

function only(part: Part, quantity: bigint | null): CountedPart[] {
  return quantity === 0n ? [] : [{ part, quantity }]
}

function isSomething({ quantity }: CountedPart): boolean {
  return quantity !== 0n
}

function isEmpty(counts: Quantities): boolean {
  return Object.values(counts).every((count) => count === null || count === 0 || count === '0')
}

function whole(count: number | null): bigint | null {
  return count === null ? null : BigInt(Math.max(0, Math.ceil(count)))
}

function wholeText(count: string | null): bigint | null {
  return count === null ? null : BigInt(count.replace(/\.0*$/, ''))
}
