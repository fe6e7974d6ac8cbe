import type { Endpoint } from './endpoint.ts'
import { toolsIn } from './tools.ts'
import { type Counted, countUsage, objectOf, secondsOf, textOf } from './usage.ts'
import type { Tool } from './wire.ts'

export type Read = {
  id?: string | undefined
  model?: string | undefined
  serviceTier?: string | undefined
  size?: string | undefined
  problemCode?: string | undefined
  tools?: Partial<Record<Tool, number>> | undefined
  counted: Counted | null
  /** When the first piece of content came. */
  firstAt?: number | undefined
  /** A stream has said its last word; its reader may leave before the connection ends. */
  isOver?: boolean | undefined
}

export type Reader = { push(bytes: Uint8Array): void; end(): Read }

/** What an answer says of itself, whatever its type. */
export function readerFor(contentType: string, endpoint: Endpoint, now: () => number): Reader {
  if (/^text\/event-stream/i.test(contentType)) return streamReader(endpoint, now)
  if (/json/i.test(contentType)) return jsonReader(endpoint)
  return { push() {}, end: () => ({ counted: null }) }
}

/** Read as a whole up to this; of what is larger, only the first and last of it is looked at. */
const HEAD = 64 * 1024
const TAIL = 16 * 1024

function jsonReader(endpoint: Endpoint): Reader {
  const decoder = new TextDecoder()
  let head = ''
  let tail = ''
  return {
    push(bytes) {
      const text = decoder.decode(bytes, { stream: true })
      const room = Math.max(0, HEAD - head.length)
      head += text.slice(0, room)
      if (text.length > room) tail = (tail + text.slice(room)).slice(-TAIL)
    },
    end() {
      return tail === '' ? readWhole(head, endpoint) : readLarge(head, tail, endpoint)
    },
  }
}

function readWhole(text: string, endpoint: Endpoint): Read {
  const json = objectOf(parse(text))
  if (json === null) return { counted: null }
  const counted = countUsage(endpoint.form, json.usage)
  const data = endpoint.form === 'images' && Array.isArray(json.data) ? json.data.length : 0
  return {
    ...facts(json),
    counted:
      counted ??
      (endpoint.form === 'transcription' ? secondsOf(json.duration) : null) ??
      (data > 0 ? { usage: { images: data } } : null),
  }
}

const USAGE = /"usage"\s*:\s*(\{[^{}]*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[^{}]*)*\})/

/** Embeddings and pictures: megabytes between the few words that are looked for. */
function readLarge(head: string, tail: string, endpoint: Endpoint): Read {
  const find = (name: string) => {
    const pattern = new RegExp(`"${name}"\\s*:\\s*"([^"\\\\]{1,256})"`)
    return pattern.exec(tail)?.[1] ?? pattern.exec(head)?.[1]
  }
  const usage = USAGE.exec(tail)?.[1] ?? USAGE.exec(head)?.[1]
  return {
    id: /"id"\s*:\s*"([^"\\]{1,256})"/.exec(head)?.[1],
    model: find('model'),
    serviceTier: find('service_tier'),
    size: find('size'),
    counted: usage === undefined ? null : countUsage(endpoint.form, parse(usage)),
  }
}

const LAST_WORD = /^data: ?(?:\[DONE\]|\{"type":"response\.(?:completed|incomplete|failed)")/

function streamReader(endpoint: Endpoint, now: () => number): Reader {
  const decoder = new TextDecoder()
  const read: Read = { counted: null }
  let rest = ''
  const line = (text: string) => {
    if (!text.startsWith('data:')) return
    read.firstAt ??= text.includes('"delta"') || text.includes('b64_json') ? now() : undefined
    if (LAST_WORD.test(text)) read.isOver = true
    const tellsUsage = /"usage"\s*:\s*\{/.test(text)
    const tellsError = /"error"\s*:\s*\{/.test(text)
    if (read.id !== undefined && !tellsUsage && !tellsError) return
    const event = objectOf(parse(text.slice('data:'.length)))
    if (event === null) return
    // Events of /responses carry the response itself.
    const json = objectOf(event.response) ?? event
    for (const [name, value] of Object.entries(facts(json))) {
      if (value !== undefined) Object.assign(read, { [name]: value })
    }
    read.counted = countUsage(endpoint.form, json.usage) ?? read.counted
  }
  return {
    push(bytes) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split(/\r?\n/)
      rest = lines.pop() ?? ''
      for (const one of lines) line(one)
    },
    end() {
      line(rest)
      return read
    },
  }
}

function facts(json: Readonly<Record<string, unknown>>): Omit<Read, 'counted'> {
  const error = objectOf(json.error)
  return {
    id: textOf(json.id),
    model: textOf(json.model),
    serviceTier: textOf(json.service_tier),
    size: textOf(json.size),
    tools: toolsIn(json.output),
    problemCode: error ? (textOf(error.code) ?? textOf(error.type)) : undefined,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
