import fc from 'fast-check'
import { expect, test } from 'vitest'
import { endpointOf } from '../endpoint.ts'
import { StreamReader } from './stream-reader.ts'
import { UsageRemover } from './usage-remover.ts'

const CHAT = endpointOf('POST', '/chat/completions')
const USAGE = { prompt_tokens: 11, completion_tokens: 3, total_tokens: 14, prompt_tokens_details: { cached_tokens: 4 } }

type Style = { ending: string; place: 'last' | 'first' | 'middle'; space: string }

/** What OpenAI sends, with and without having been asked for usage. */
function streamOf(words: readonly string[], asked: boolean, { ending, place, space }: Style): string {
  const frame = { id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'gpt-4o-2024-08-06' }
  const chunk = (choices: object[], usage: object | null) => {
    const whole = asked
      ? place === 'first'
        ? { usage, ...frame, choices }
        : place === 'middle'
          ? { ...frame, usage, choices }
          : { ...frame, choices, usage }
      : { ...frame, choices }
    const json = JSON.stringify(whole).replaceAll(',"', `,${space}"`).replaceAll('":', `":${space}`)
    return `data: ${json}${ending}${ending}`
  }
  const pieces = words.map((content) => chunk([{ index: 0, delta: { content } }], null))
  return [...pieces, ...(asked ? [chunk([], USAGE)] : []), `data: [DONE]${ending}${ending}`].join('')
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((left, right) => left - right)
  const pieces: Buffer[] = []
  let from = 0
  for (const place of [...sorted, bytes.length]) {
    pieces.push(bytes.subarray(from, place))
    from = place
  }
  return pieces
}

const style = fc.record({
  ending: fc.constantFrom('\n', '\r\n'),
  place: fc.constantFrom<Style['place']>('last', 'first', 'middle'),
  space: fc.constantFrom('', ' '),
})
const words = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('"usage":null', ',"usage":null', 'data: [DONE]', '한글\n\n'),
  ),
  { maxLength: 8 },
)

test('a stream that was asked for its usage is byte for byte the one that was not', () => {
  fc.assert(
    fc.property(words, style, fc.array(fc.nat(), { maxLength: 10 }), (spoken, how, places) => {
      const remover = new UsageRemover()
      const kept: Buffer[] = []
      for (const piece of cut(Buffer.from(streamOf(spoken, true, how)), places)) kept.push(remover.push(piece))
      kept.push(remover.end())
      expect(Buffer.concat(kept).toString()).toBe(streamOf(spoken, false, how))
    }),
    { numRuns: 1_000 },
  )
})

test('usage that comes with content, and chunks of other shapes, stay as they are', () => {
  const stream = [
    `data: {"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":1}}\n\n`,
    `data: {"choices":[],"prompt_filter_results":[]}\n\n`,
    `: ping\n\n`,
    `data: {"error":{"message":"usage"}}\n\n`,
    `data: [DONE]\n\n`,
  ].join('')
  const remover = new UsageRemover()
  expect(Buffer.concat([remover.push(Buffer.from(stream)), remover.end()]).toString()).toBe(stream)
})

test('usage, model, id and pieces of a stream are read however it is cut', () => {
  fc.assert(
    fc.property(words, style, fc.array(fc.nat(), { maxLength: 10 }), (spoken, how, places) => {
      const reader = new StreamReader(CHAT, 'chat', () => 5)
      const bytes = Buffer.from(streamOf(spoken, true, how))
      for (const piece of cut(bytes, places)) reader.push(piece)
      reader.end()
      expect(reader.reading).toMatchObject({ model: 'gpt-4o-2024-08-06', responseId: 'chatcmpl-1', isOver: true })
      expect(reader.reading.counted?.quantities).toMatchObject({
        inputTokens: 11,
        outputTokens: 3,
        cachedInputTokens: 4,
      })
    }),
  )
})

test('the end of a stream is seen with its last word and not before', () => {
  const reader = new StreamReader(CHAT, 'chat', () => 5)
  reader.push(Buffer.from('data: {"id":"x","choices":[{"delta":{"content":"data: [DONE]"}}]}\n\ndata: [DO'))
  expect(reader.reading.isOver).toBe(false)
  reader.push(Buffer.from('NE]\n'))
  expect(reader.reading.isOver).toBe(true)
})
