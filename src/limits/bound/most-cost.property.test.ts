import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDecimals, compareDecimals } from '../../platform/money.ts'
import { nothingCounted, PriceTable, priceUsage, type Quantities, seriesOf } from '../../pricing/index.ts'
import { keptPrices } from '../../pricing/kept-prices.ts'
import { sizeOf } from './model-sizes.ts'
import { mostCost } from './most-cost.ts'

const table = new PriceTable(keptPrices, [])
const DAY = '2026-11-23'
const RUNS = { numRuns: 1_500 }

const names = Object.values(keptPrices.models).flatMap(({ names: known }) => known)
const model = fc.constantFrom(...names)
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.nat({ max: 5_000 }).map((length) => '비'.repeat(length)),
  fc.constantFrom('', '신제품 소개', '\\"\n\t\u0000', '🧾'),
)
const picture = fc.nat({ max: 3_000 }).map((length) => `data:image/png;base64,${'A'.repeat(length)}`)
const part = fc.oneof(
  text.map((content) => ({ type: 'text', text: content })),
  picture.map((url) => ({ type: 'image_url', image_url: { url } })),
  fc.constant({ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }),
  fc
    .nat({ max: 5_000 })
    .map((length) => ({ type: 'input_audio', input_audio: { data: 'A'.repeat(length), format: 'mp3' } })),
)
const content = fc.oneof(text, fc.array(part, { maxLength: 4 }))
const messages = fc.array(fc.record({ role: fc.constantFrom('user', 'system', 'assistant'), content }), {
  minLength: 1,
  maxLength: 4,
})
const count = fc.oneof(
  fc.integer({ min: 1, max: 400_000 }),
  fc.constant(1),
  fc.constantFrom(undefined, null, 0, -1, 1.5, '7', 1e300, [], true),
)
const share = fc.double({ min: 0, max: 1, noNaN: true })
/** All of it used, and nothing cached, is as likely as anything else. */
const shares = fc.oneof(fc.array(share, { minLength: 9, maxLength: 9 }), fc.constant([1, 0, 1, 0, 0, 0, 0, 0, 0]))

/** The most that OpenAI would make of a conversation: a token of every byte of text, and what it says of images and audio. */
function tokensOf(given: readonly { content: unknown }[]): number {
  const parts = given.flatMap(({ content: own }) => (typeof own === 'string' ? [{ text: own }] : (own as object[])))
  const sizes = parts.map((one) => {
    if ('text' in one) return Buffer.byteLength(String(one.text))
    if ('image_url' in one) return 8_500
    const { data } = (one as unknown as { input_audio: { data: string } }).input_audio
    return Math.ceil(((data.length * 3) / 4 / 1_000) * 10)
  })
  return given.length * 4 + 3 + sizes.reduce((sum, size) => sum + size, 0)
}

/** Some use within bounds: cached, audio and image tokens lie inside of input and output. */
function usageWithin(input: number, output: number, of: readonly number[]): Quantities {
  const at = (place: number, whole: number) => Math.floor(whole * (of[place] ?? 0))
  const all = at(0, input)
  const cached = at(1, all)
  const fresh = all - cached
  const made = at(2, output)
  const audio = at(3, fresh)
  const madeAudio = at(5, made)
  return {
    ...nothingCounted,
    requests: 1,
    inputTokens: all,
    cachedInputTokens: cached,
    outputTokens: made,
    inputAudioTokens: audio,
    inputImageTokens: at(4, fresh - audio),
    cacheWriteTokens: 0,
    cachedAudioTokens: at(7, cached),
    cachedImageTokens: at(8, cached - at(7, cached)),
    outputAudioTokens: madeAudio,
    outputImageTokens: at(6, made - madeAudio),
  }
}

const bytesOf = (body: unknown) => Buffer.from(JSON.stringify(body))
const ofJson = (endpoint: string, kind: Parameters<typeof mostCost>[2]['kind'], name: string, body: unknown) => {
  const bytes = bytesOf(body)
  return mostCost(table, DAY, { endpoint, kind, model: name, body: bytes, length: bytes.length })
}

function expectWithin(most: string | null, cost: string): void {
  if (most !== null) expect([cost, most, compareDecimals(cost, most) <= 0]).toEqual([cost, most, true])
}

test('no chat costs more than its bound, whatever is asked for and however it is used', () => {
  fc.assert(
    fc.property(
      fc.record({
        name: model,
        messages,
        tokens: count,
        n: count,
        tier: fc.constantFrom(undefined, 'auto', 'default', 'flex', 'priority'),
      }),
      shares,
      fc.constantFrom('default', 'priority'),
      (asked, used, served) => {
        const { name, tokens, n, tier } = asked
        const size = sizeOf(name)
        const body = { model: name, messages: asked.messages, max_tokens: tokens, n, service_tier: tier }
        const most = ofJson('POST /chat/completions', 'completions', name, body)
        const isAsked = typeof tokens === 'number' && Number.isInteger(tokens) && tokens > 0
        const choices = typeof n === 'number' && Number.isInteger(n) && n > 0 ? Math.min(n, 128) : 1
        const output = choices * (isAsked ? Math.min(tokens, size.output) : size.output)
        const input = Math.min(tokensOf(asked.messages), size.context)
        const answered = tier === 'default' || tier === 'priority' ? tier : tier === 'flex' ? 'flex' : served
        const series = seriesOf('completions', { model: name, batch: false, serviceTier: answered })
        expectWithin(most, priceUsage(table, series, DAY, usageWithin(input, output, used)).cost)
      },
    ),
    RUNS,
  )
})

test('no answer that reaches for more than its request carries costs more than its bound', () => {
  const beyond = fc.constantFrom<object>(
    { previous_response_id: 'resp_1' },
    { conversation: 'conv_1' },
    { prompt: { id: 'pmpt_1' } },
    { input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'file_1' }] }] },
    { tools: [{ type: 'file_search', vector_store_ids: ['vs_1'] }], max_tool_calls: 3 },
  )
  fc.assert(
    fc.property(model, beyond, shares, (name, more, used) => {
      const size = sizeOf(name)
      const body = { model: name, input: 'x', max_output_tokens: 100, ...more }
      const most = ofJson('POST /responses', 'completions', name, body)
      const series = seriesOf('completions', { model: name, batch: false, serviceTier: 'priority' })
      const searches = { ...nothingCounted, toolCalls: 'tools' in more ? 3 : 0 }
      const fee = priceUsage(table, seriesOf('file_search_calls', { model: name }), DAY, searches).cost
      expectWithin(most, addDecimals(priceUsage(table, series, DAY, usageWithin(size.context, 100, used)).cost, fee))
    }),
    RUNS,
  )
})

test('no completion of several prompts costs more than its bound', () => {
  const prompts = fc.oneof(
    text,
    fc.array(text, { maxLength: 5 }),
    fc.array(fc.array(fc.nat({ max: 99_999 }), { maxLength: 9 }), { maxLength: 5 }),
  )
  fc.assert(
    fc.property(prompts, fc.integer({ min: 1, max: 50 }), shares, (prompt, bestOf, used) => {
      const name = 'gpt-3.5-turbo-instruct'
      const body = { model: name, prompt, max_tokens: 20, best_of: bestOf }
      const most = ofJson('POST /completions', 'completions', name, body)
      const each = Array.isArray(prompt) ? prompt : [prompt]
      const input = each.reduce<number>(
        (sum, one) => sum + (typeof one === 'string' ? Buffer.byteLength(one) : one.length),
        0,
      )
      const output = Math.max(1, each.length) * bestOf * 20
      const series = seriesOf('completions', { model: name, batch: false, serviceTier: 'default' })
      expectWithin(most, priceUsage(table, series, DAY, usageWithin(input, output, used)).cost)
    }),
    RUNS,
  )
})

test('no embedding, speech, transcription or image costs more than its bound', () => {
  const price = (
    kind: Parameters<typeof seriesOf>[0],
    name: string,
    counts: Partial<Quantities>,
    size: string | null = null,
  ) =>
    priceUsage(table, seriesOf(kind, { model: name, size, batch: false, serviceTier: 'default' }), DAY, {
      ...nothingCounted,
      requests: 1,
      ...counts,
    }).cost
  fc.assert(
    fc.property(
      text,
      fc.integer({ min: 1, max: 10 }),
      fc.nat({ max: 30_000_000 }),
      shares,
      (input, n, length, used) => {
        for (const name of ['text-embedding-3-small', 'text-embedding-3-large']) {
          const most = ofJson('POST /embeddings', 'embeddings', name, { model: name, input: [input, input] })
          expectWithin(most, price('embeddings', name, { inputTokens: 2 * Buffer.byteLength(input) }))
        }
        for (const name of ['tts-1', 'tts-1-hd']) {
          const most = ofJson('POST /audio/speech', 'audio_speeches', name, { model: name, input })
          expectWithin(most, price('audio_speeches', name, { characters: [...input].length }))
        }
        for (const name of ['whisper-1', 'gpt-4o-transcribe', 'gpt-4o-mini-transcribe', 'gpt-transcribe']) {
          const form = {
            endpoint: 'POST /audio/transcriptions',
            kind: 'audio_transcriptions',
            model: null,
            body: null,
            length,
          } as const
          const most = mostCost(table, DAY, form)
          // Speech is sent with at least 8 kbit/s.
          const seconds = Math.floor(Math.min(length, 25 * 1024 * 1024) / 1_000)
          expectWithin(most, price('audio_transcriptions', name, { seconds }))
          expectWithin(most, price('completions', name, usageWithin(seconds * 10, 2_000, used)))
        }
        for (const name of ['dall-e-2', 'dall-e-3', 'gpt-image-1', 'gpt-image-1.5', 'gpt-image-2']) {
          for (const size of ['1024x1024', '1024x1792', 'auto', undefined]) {
            const most = ofJson('POST /images/generations', 'images', name, { model: name, prompt: input, n, size })
            expectWithin(most, price('images', name, { images: n }, size ?? null))
            const tokens = usageWithin(Buffer.byteLength(input), n * 7_000, used)
            expectWithin(most, price('completions', name, tokens))
          }
        }
      },
    ),
    { numRuns: 300 },
  )
})
