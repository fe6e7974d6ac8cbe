import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { Endpoint } from './endpoint.ts'
import type { JsonMembers } from './json-members.ts'
import { boundaryOf, MultipartFields, readingAlong } from './multipart-fields.ts'

export type Body =
  | { kind: 'none' }
  | { kind: 'whole'; bytes: Buffer; members?: JsonMembers }
  | { kind: 'stream'; stream: Readable; length: string | null; fields?: MultipartFields }
/** `left`: the caller went away in the middle of it. */
export type Collected = Body | { kind: 'left' } | { kind: 'too-large' }

/** A larger one is passed on without having been read. */
const LARGEST_READ = 64 * 1024 * 1024

/** What a call sends: whole where its model and price stand in JSON, else as it comes. */
export function collectBody(request: IncomingMessage, endpoint: Endpoint, done: (body: Collected) => void): void {
  const { headers } = request
  const length = headers['content-length'] ?? null
  const hasBody = headers['transfer-encoding'] !== undefined || (length !== null && length !== '0')
  const isRead =
    endpoint.form !== null &&
    (headers['content-type'] ?? '').includes('json') &&
    headers['content-encoding'] === undefined &&
    Number(length ?? 0) <= LARGEST_READ
  if (!hasBody) done({ kind: 'none' })
  else if (isRead) collectWhole(request, done)
  else done(passing(request, endpoint, length))
}

const FORM_FIELDS: ReadonlySet<string> = new Set(['model', 'size'])

function passing(request: IncomingMessage, endpoint: Endpoint, length: string | null): Body {
  const boundary = endpoint.form === null ? null : boundaryOf(request.headers['content-type'] ?? '')
  if (boundary === null) return { kind: 'stream', stream: request, length }
  const fields = new MultipartFields(boundary, FORM_FIELDS)
  const stream = readingAlong(fields)
  request.pipe(stream)
  request.on('close', () => {
    if (!request.complete) stream.destroy(new Error('the caller has left'))
  })
  return { kind: 'stream', stream, length, fields }
}

function collectWhole(request: IncomingMessage, done: (body: Collected) => void): void {
  const chunks: Buffer[] = []
  let size = 0
  let isOver = false
  const finish = (body: Collected) => {
    if (isOver) return
    isOver = true
    done(body)
  }
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > LARGEST_READ) finish({ kind: 'too-large' })
    else if (!isOver) chunks.push(chunk)
  })
  request.on('end', () => {
    const [only] = chunks
    finish({ kind: 'whole', bytes: chunks.length === 1 && only ? only : Buffer.concat(chunks) })
  })
  request.on('close', () => finish({ kind: 'left' }))
}
