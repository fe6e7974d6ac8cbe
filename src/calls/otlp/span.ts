import type { Attributes } from './attributes.ts'

export type Span = {
  /** 32 and 16 hexadecimal digits; null: not a valid id. */
  traceId: string | null
  spanId: string | null
  /** Milliseconds since 1970; 0: not told. */
  startedMs: number
  endedMs: number
  isError: boolean
  attributes: Attributes
  /** Of whoever made the span: the service, the machine. */
  resource: Attributes
}

const NANOS_PER_MS = 1e6
const ERROR = 2
const NONE: Attributes = new Map()

/** Exporters send some hundreds, collectors some thousands. */
export const MOST_SPANS = 50_000
const MOST_ATTRIBUTES = 1_000

class NoExport extends Error {}

/**
 * Null: this is no export of traces. What is not known in it is passed over, as the protocol wants. By hand, not by a
 * schema: a body may hold hundreds of thousands of attributes, of which few are ours.
 */
export function spansIn(message: unknown): Span[] | 'too-many' | null {
  let left = MOST_SPANS
  try {
    const spans: Span[] = []
    for (const resourceSpans of listIn(objectOf(message), 'resourceSpans')) {
      const { resource: given } = resourceSpans
      const resource = given === undefined || given === null ? NONE : attributesIn(objectOf(given))
      for (const scope of listIn(resourceSpans, 'scopeSpans')) {
        const found = listIn(scope, 'spans', left + 1)
        left -= found.length
        if (left < 0) return 'too-many'
        for (const span of found) spans.push(spanOf(span, resource))
      }
    }
    return spans
  } catch (error) {
    if (error instanceof NoExport) return null
    throw error
  }
}

type Json = Readonly<Record<string, unknown>>

function spanOf(span: Json, resource: Attributes): Span {
  const { status } = span
  return {
    traceId: idOf(span.traceId, 32),
    spanId: idOf(span.spanId, 16),
    startedMs: wholeOf(span.startTimeUnixNano) / NANOS_PER_MS,
    endedMs: wholeOf(span.endTimeUnixNano) / NANOS_PER_MS,
    isError: status !== undefined && status !== null && objectOf(status).code === ERROR,
    attributes: attributesIn(span),
    resource,
  }
}

function attributesIn(holder: Json): Attributes {
  const list = listIn(holder, 'attributes', MOST_ATTRIBUTES)
  if (list.length === 0) return NONE
  const attributes = new Map<string, string | number | boolean>()
  for (const { key, value } of list) {
    if (key === undefined || key === null || key === '') continue
    if (typeof key !== 'string') throw new NoExport('a key that is no text')
    const found = value === undefined || value === null ? null : plainOf(objectOf(value))
    if (found !== null) attributes.set(key, found)
  }
  return attributes
}

/** Lists and maps are not looked into: nothing that is counted is in them. */
function plainOf({ stringValue, boolValue, intValue, doubleValue }: Json): string | number | boolean | null {
  if (typeof stringValue === 'string') return stringValue
  if (typeof boolValue === 'boolean') return boolValue
  if (intValue !== undefined && intValue !== null) return wholeOf(intValue)
  return doubleValue === undefined || doubleValue === null ? null : Number(doubleValue)
}

const WHOLE = /^-?\d{1,20}$/

/** 64-bit numbers may be text in JSON. */
function wholeOf(value: unknown): number {
  if (value === undefined || value === null) return 0
  if (typeof value === 'number') return value
  if (typeof value === 'string' && WHOLE.test(value)) return Number(value)
  throw new NoExport('a number that is none')
}

const HEX = /^[0-9a-f]*[1-9a-f][0-9a-f]*$/

function idOf(given: unknown, digits: number): string | null {
  if (given === undefined || given === null) return null
  const hex = given instanceof Uint8Array ? Buffer.from(given).toString('hex') : given
  if (typeof hex !== 'string') throw new NoExport('an id that is no text')
  const lower = hex.toLowerCase()
  return lower.length === digits && HEX.test(lower) ? lower : null
}

/** The first `most` of it. */
function listIn(holder: Json, name: string, most = Number.POSITIVE_INFINITY): Json[] {
  const list = holder[name]
  if (list === undefined || list === null) return []
  if (!Array.isArray(list)) throw new NoExport(`${name} is no list`)
  return (list.length > most ? list.slice(0, most) : list).map(objectOf)
}

function objectOf(value: unknown): Json {
  if (!isObject(value)) throw new NoExport('no object')
  return value
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
