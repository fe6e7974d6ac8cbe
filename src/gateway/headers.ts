import type { IncomingMessage } from 'node:http'

// Of one connection, or of the way to us: not what a caller says to OpenAI. Cookies are those of our own pages.
const NOT_SENT = new Set([
  'host',
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'expect',
  'content-length',
  'authorization',
  'cookie',
  'forwarded',
  'via',
  'x-real-ip',
])
const NOT_SENT_FAMILIES = /^x-(?:finops|forwarded)-|^x-forwarded$/

// Of the connection to OpenAI, or a promise of its host that ours cannot keep.
const NOT_RETURNED = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'set-cookie',
  'alt-svc',
  'strict-transport-security',
])

// These choose who pays. With the project's stored key that is not the caller's to choose.
const CHOOSES_PAYER = new Set(['openai-organization', 'openai-project'])

/** A key of ours, in whatever header its caller put it: it is nothing to OpenAI, and nobody else's to know. */
const OUR_KEY = /fin_[\w-]{43}/

export type Sending = {
  authorization: string
  /** The key is the caller's own, and not the one that is stored for the project. */
  isOwnKey: boolean
  /** Null: as the body itself says. */
  length: string | null
  /** The answer has to come as it is, since something is taken out of it again. */
  plain: boolean
}

/** What goes to OpenAI, in the caller's order and spelling. */
export function headersToSend(request: IncomingMessage, { authorization, isOwnKey, length, plain }: Sending): string[] {
  const { rawHeaders } = request
  const named = connectionOptions(request.headers.connection)
  const sent: string[] = []
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    const lower = name.toLowerCase()
    if (NOT_SENT.has(lower) || named?.has(lower) || (lower.startsWith('x-f') && NOT_SENT_FAMILIES.test(lower))) continue
    if (plain && lower === 'accept-encoding') continue
    if (!isOwnKey && CHOOSES_PAYER.has(lower)) continue
    const value = rawHeaders[at + 1] ?? ''
    if (value.includes('fin_') && OUR_KEY.test(value)) continue
    sent.push(name, value)
  }
  if (length !== null) sent.push('content-length', length)
  if (plain) sent.push('accept-encoding', 'identity')
  sent.push('authorization', authorization)
  return sent
}

/** What the caller gets, in OpenAI's order and spelling. */
export function headersToReturn(raw: readonly (Buffer | string)[]): string[] {
  const returned: string[] = []
  for (let at = 0; at < raw.length; at += 2) {
    const name = textOf(raw[at])
    if (NOT_RETURNED.has(name.toLowerCase())) continue
    returned.push(name, textOf(raw[at + 1]))
  }
  return returned
}

function textOf(value: Buffer | string | undefined): string {
  return typeof value === 'string' ? value : (value?.toString('latin1') ?? '')
}

function connectionOptions(value: string | undefined): Set<string> | null {
  if (value === undefined) return null
  if (value === 'keep-alive' || value === 'close') return null
  return new Set(
    value
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  )
}

/** The first value of a header of an answer, by its lower-case name. */
export function headerOf(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  name: string,
): string | null {
  const value = headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? null
}
