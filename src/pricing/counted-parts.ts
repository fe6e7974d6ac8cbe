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
  const isSeparate = { audio: rates.of('audio input') !== null, image: rates.of('image input') !== null }
  const cachedAudio = isSeparate.audio || counts.cachedAudioTokens ? whole(counts.cachedAudioTokens) : 0n
  const cachedImage = isSeparate.image ? whole(counts.cachedImageTokens) : 0n
  const cached = whole(counts.cachedInputTokens) ?? (cachedAudio ?? 0n) + (cachedImage ?? 0n)
  const written = rates.of('cache write') === null ? 0n : whole(counts.cacheWriteTokens)
  const audio = isSeparate.audio || counts.inputAudioTokens ? whole(counts.inputAudioTokens) : 0n
  const image = isSeparate.image ? whole(counts.inputImageTokens) : 0n
  const all = whole(counts.inputTokens)
  return [
    ...spread(all === null ? null : all - cached, rates, 'input', [
      { part: 'cache write', quantity: written },
      { part: 'audio input', quantity: audio },
      { part: 'image input', quantity: image },
    ]),
    ...spread(cached, rates, 'cached input', [
      { part: 'cached audio input', quantity: cachedAudio },
      { part: 'cached image input', quantity: cachedImage },
    ]),
  ]
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
