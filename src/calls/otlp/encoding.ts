import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { hasMoreParts } from '../../platform/http/json-parts.ts'
import { decodeRequest, encodeResponse, encodeStatus, type PartialSuccess, TooManyFields } from './messages.ts'
import { type Span, spansIn } from './span.ts'

export type Encoding = 'protobuf' | 'json'

export const PROTOBUF = 'application/x-protobuf'
export const JSON_TYPE = 'application/json'

/** What is sent at most, and what it may unfold to: gzip makes a thousandth of nothing. */
export const LARGEST_BODY_BYTES = 16 * 1024 * 1024
export const LARGEST_UNPACKED_BYTES = 32 * 1024 * 1024
/** And how many objects that may become. A span of thirty attributes has about 150 in either encoding. */
const MOST_PARTS = 1_500_000

/** Carries the status of the answer, as the framework's own errors do. */
export class BodyRefused extends Error {
  readonly statusCode: number
  constructor(statusCode: number, message: string, cause?: unknown) {
    super(message, { cause })
    this.statusCode = statusCode
  }
}

const unzip = promisify(gunzip)

export async function unpack(body: Buffer, contentEncoding: string | undefined): Promise<Buffer> {
  const encoding = contentEncoding?.trim().toLowerCase() || 'identity'
  if (encoding === 'identity') return body
  if (encoding !== 'gzip') throw new BodyRefused(415, 'the body is compressed with something else than gzip')
  try {
    return await unzip(body, { maxOutputLength: LARGEST_UNPACKED_BYTES })
  } catch (error) {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw new BodyRefused(isTooLarge ? 413 : 400, 'the body cannot be unpacked', error)
  }
}

export function readSpans(bytes: Buffer, encoding: Encoding): Span[] {
  const spans = spansIn(encoding === 'json' ? parseJson(bytes) : parseProtobuf(bytes))
  if (spans === 'too-many') throw new BodyRefused(413, 'the body holds too many spans')
  if (spans === null) throw new BodyRefused(400, 'the body is no export of traces')
  return spans
}

function parseJson(bytes: Buffer): unknown {
  if (hasMoreParts(bytes, MOST_PARTS)) throw new BodyRefused(413, 'the body holds too many values')
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw new BodyRefused(400, 'the body is no JSON', error)
  }
}

function parseProtobuf(bytes: Buffer): unknown {
  try {
    return decodeRequest(bytes, MOST_PARTS)
  } catch (error) {
    if (error instanceof TooManyFields) throw new BodyRefused(413, 'the body holds too many fields', error)
    throw new BodyRefused(400, 'the body is no such message', error)
  }
}

export type Answer = { type: string; body: string | Buffer }

export function answerIn(encoding: Encoding, partial: PartialSuccess | null): Answer {
  if (encoding === 'protobuf') return { type: PROTOBUF, body: Buffer.from(encodeResponse(partial)) }
  // 64-bit numbers are strings in the JSON of protobuf.
  const told = partial && { ...partial, rejectedSpans: String(partial.rejectedSpans) }
  return { type: JSON_TYPE, body: JSON.stringify(told === null ? {} : { partialSuccess: told }) }
}

export function statusIn(encoding: Encoding, message: string): Answer {
  return encoding === 'protobuf'
    ? { type: PROTOBUF, body: Buffer.from(encodeStatus(message)) }
    : { type: JSON_TYPE, body: JSON.stringify({ message }) }
}
