import { hashText, mix } from './random.ts'

/** What a model "says": made from the request alone, so the same request gets the same answer. */
export type Completion = {
  readonly words: readonly string[]
  readonly inputTokens: number
  readonly cachedTokens: number
  readonly outputTokens: number
  readonly isCut: boolean
}

const WORDS =
  '네 확인 했습니다 요청 하신 내용 을 정리 하면 다음 과 같습니다 비용 은 어제 보다 조금 늘었고 원인 은 재시도 입니다 and the rest is fine'.split(
    ' ',
  )
const CACHE_FROM = 1024

export function complete(input: unknown, maxTokens: number | null | undefined): Completion {
  const text = JSON.stringify(input)
  const hash = hashText(0, text)
  const inputTokens = 4 + Math.ceil(text.length / 4)
  const wanted = 12 + (hash % 60)
  const outputTokens = Math.max(1, Math.min(wanted, maxTokens ?? wanted))
  return {
    words: Array.from({ length: outputTokens }, (_, index) => wordAt(hash, index)),
    inputTokens,
    cachedTokens: inputTokens < CACHE_FROM ? 0 : Math.floor(inputTokens / 2 / 128) * 128,
    outputTokens,
    isCut: outputTokens < wanted,
  }
}

function wordAt(hash: number, index: number): string {
  const word = WORDS[mix(hash, index) % WORDS.length] ?? ''
  return index === 0 ? word : ` ${word}`
}

/** A vector of length one, from the text alone. */
export function embed(text: string, dimensions: number): Float32Array {
  const hash = hashText(0, text)
  const vector = Float32Array.from({ length: dimensions }, (_, index) => mix(hash, index) / 2 ** 31 - 1)
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

const PIECE = 6

/** An answer that is no prose: JSON that follows a schema, or the arguments of a tool. */
export function completeWith(completion: Completion, text: string): Completion {
  const words = text.match(new RegExp(`.{1,${PIECE}}`, 'gsu')) ?? []
  return { ...completion, words, outputTokens: words.length, isCut: false }
}
