import type { Endpoint, UsageForm } from '../endpoint.ts'
import { JsonMembers } from '../json-members.ts'
import type { RequestFacts } from '../request-facts.ts'
import { countUsage, secondsOf } from './counts.ts'
import { newReading, type Reader } from './reading.ts'
import { TokensSeen } from './tokens-seen.ts'
import { ToolsSeen } from './tools.ts'

const PLAIN: ReadonlySet<string> = new Set(['id', 'model', 'service_tier', 'usage'])
const RESPONSES: ReadonlySet<string> = new Set([...PLAIN, 'tool_usage', 'background', 'created_at'])
const IMAGES: ReadonlySet<string> = new Set(['usage', 'size'])
const TRANSCRIPTION: ReadonlySet<string> = new Set(['usage', 'duration'])

/** Images that were made, where no tokens are told: each has one of these members, whatever else it has. */
const IMAGE_MEMBERS = ['"b64_json":', '"url":']

/** An answer that is one JSON object, of which only a few members are looked at. */
export class JsonReader implements Reader {
  readonly reading = newReading()
  readonly #members: JsonMembers
  readonly #endpoint: Endpoint
  readonly #images: TokensSeen | null
  readonly #tools: ToolsSeen | null

  constructor(endpoint: Endpoint) {
    const { form } = endpoint
    this.#endpoint = endpoint
    this.#members = new JsonMembers(wantedOf(form))
    this.#images = form === 'images' ? new TokensSeen(IMAGE_MEMBERS) : null
    this.#tools = form === 'responses' ? new ToolsSeen() : null
  }

  push(bytes: Buffer): void {
    this.#members.push(bytes)
    this.#images?.push(bytes)
    this.#tools?.push(bytes)
  }

  end(): void {
    const { reading } = this
    const members = this.#members
    const { form, namesCall } = this.#endpoint
    if (namesCall) reading.responseId = textOf(members, 'id')
    reading.model = textOf(members, 'model')
    reading.serviceTier = textOf(members, 'service_tier')
    if (form === null) return
    reading.size = textOf(members, 'size')
    reading.background = backgroundOf(members.value('background'), members.value('created_at'))
    reading.tools = this.#tools?.use(members.value('tool_usage')) ?? null
    reading.counted = countUsage(form, members.value('usage'))
    if (reading.counted) return
    if (form === 'transcription') reading.counted = secondsOf(members.value('duration'))
    const images = this.#images?.counts.reduce((sum, count) => sum + count, 0) ?? 0
    if (images > 0) reading.counted = { quantities: { requests: 1, images } }
  }
}

function wantedOf(form: UsageForm | null): ReadonlySet<string> {
  if (form === 'images') return IMAGES
  if (form === 'responses') return RESPONSES
  return form === 'transcription' ? TRANSCRIPTION : PLAIN
}

/** When an answer was asked for that is made without anybody waiting for it. */
export function backgroundOf(isBackground: unknown, createdAt: unknown): Date | null {
  return isBackground === true && typeof createdAt === 'number' ? new Date(createdAt * 1_000) : null
}

export function textOf(members: JsonMembers, name: string): string | null {
  const value = members.value(name)
  return typeof value === 'string' && value !== '' ? value : null
}

/** Some answers tell nothing; then the request says what is paid for. */
export function countRequest(
  endpoint: Endpoint,
  { characters }: RequestFacts,
): { requests: number; characters: number } | null {
  return endpoint.form === 'speech' && characters !== null ? { requests: 1, characters } : null
}
