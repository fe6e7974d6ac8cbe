import type { Endpoint } from '../endpoint.ts'
import { JsonMembers } from '../json-members.ts'
import type { RequestFacts } from '../request-facts.ts'
import { countUsage, secondsOf } from './counts.ts'
import { newReading, type Reader } from './reading.ts'

const PLAIN: ReadonlySet<string> = new Set(['id', 'model', 'service_tier', 'usage'])
const IMAGES: ReadonlySet<string> = new Set(['usage', 'size'])
const TRANSCRIPTION: ReadonlySet<string> = new Set(['usage', 'duration'])

/** An answer that is one JSON object, of which only a few members are looked at. */
export class JsonReader implements Reader {
  readonly reading = newReading()
  readonly #members: JsonMembers
  readonly #endpoint: Endpoint
  readonly #images: ImageCounter | null

  constructor(endpoint: Endpoint) {
    const { form } = endpoint
    this.#endpoint = endpoint
    this.#members = new JsonMembers(form === 'images' ? IMAGES : form === 'transcription' ? TRANSCRIPTION : PLAIN)
    this.#images = form === 'images' ? new ImageCounter() : null
  }

  push(bytes: Buffer): void {
    this.#members.push(bytes)
    this.#images?.push(bytes)
  }

  end(): void {
    const { reading } = this
    const members = this.#members
    const { form, namesCall } = this.#endpoint
    if (namesCall) reading.responseId = textOf(members, 'id')
    reading.model = textOf(members, 'model')
    reading.serviceTier = textOf(members, 'service_tier')
    if (form === null) return
    reading.counted = countUsage(form, members.value('usage'))
    if (reading.counted) return
    if (form === 'transcription') reading.counted = secondsOf(members.value('duration'))
    const images = this.#images?.count ?? 0
    if (images > 0) reading.counted = { quantities: { requests: 1, images } }
  }
}

/** Images that were made, where no tokens are told: each has one of these members, whatever else it has. */
class ImageCounter {
  count = 0
  #tail = Buffer.alloc(0)

  push(bytes: Buffer): void {
    // A name that two pieces share is found in the seam; it is shorter than the seam, and nothing in it is found twice.
    const text = Buffer.concat([this.#tail, bytes])
    for (const name of NAMES) {
      for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
        if (at + name.length > this.#tail.length) this.count += 1
      }
    }
    this.#tail = Buffer.from(text.subarray(Math.max(0, text.length - LONGEST_NAME + 1)))
  }
}

const NAMES = [Buffer.from('"b64_json":'), Buffer.from('"url":')]
const LONGEST_NAME = Math.max(...NAMES.map(({ length }) => length))

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
