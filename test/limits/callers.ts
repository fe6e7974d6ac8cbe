import { mostCost } from '../../src/limits/bound/most-cost.ts'
import { PriceTable } from '../../src/pricing/index.ts'
import { keptPrices } from '../../src/pricing/kept-prices.ts'
import { caller, type FarSide, UNITS_PER_DOLLAR } from './workbench.ts'

export type Seen = {
  answered: number
  refused: number
  failed: number
  /** By the books of the far side, in dollars. */
  spentAtFirstRefusal: number
  /** What one of these calls can cost at most. */
  mostOfOne: number
}

export type Run = {
  urls: readonly string[]
  key: string
  callers: number
  maxTokens: number
  books: FarSide
  more?: object
}

/** Each caller calls again as soon as it is answered, until it is told so often in a row that there is no room left. */
const REFUSALS_IN_A_ROW = 3

export async function runCallers({ urls, key, callers, maxTokens, books, more = {} }: Run): Promise<Seen> {
  const messages = [{ role: 'user', content: '신제품 소개 문구를 한 줄로 써 주세요.' }]
  const body = { model: 'gpt-4o', messages, max_tokens: maxTokens, ...more }
  const seen = {
    answered: 0,
    refused: 0,
    failed: 0,
    spentAtFirstRefusal: Number.POSITIVE_INFINITY,
    mostOfOne: mostOf(body),
  }
  const clients = urls.map((url) => caller(url, key, Math.ceil(callers / urls.length)))
  async function run(place: number): Promise<void> {
    const client = clients[place % clients.length]
    for (let refusals = 0; refusals < REFUSALS_IN_A_ROW; ) {
      const told = await client?.chat({ ...body, stream: place % 3 === 0 }).catch(() => null)
      if (told?.status === 200) {
        seen.answered += 1
        refusals = 0
      } else if (told?.status === 429) {
        seen.refused += 1
        refusals += 1
        seen.spentAtFirstRefusal = Math.min(seen.spentAtFirstRefusal, books.units / UNITS_PER_DOLLAR)
        await new Promise((resolve) => setTimeout(resolve, 300))
      } else {
        seen.failed += 1
        refusals += 1
      }
    }
  }
  await Promise.all(Array.from({ length: callers }, (_, place) => run(place)))
  for (const client of clients) await client.close()
  return seen
}

function mostOf(body: object): number {
  const bytes = Buffer.from(JSON.stringify(body))
  const table = new PriceTable(keptPrices, [])
  const call = {
    endpoint: 'POST /chat/completions',
    kind: 'completions',
    model: 'gpt-4o',
    body: bytes,
    length: bytes.length,
  } as const
  return Number(mostCost(table, new Date().toISOString().slice(0, 10), call))
}
