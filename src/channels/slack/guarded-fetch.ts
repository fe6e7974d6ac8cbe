import { lookup } from 'node:dns'
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { FetchFunction } from '@slack/webhook'
import { isPrivateAddress } from './private-address.ts'

export class PrivateAddress extends Error {}

/** What the webhook client does not tell: whether the far side was reached, and what it asked for. */
export type Trace = { connected: boolean; retryAfter: string | null }

const LONGEST_ANSWER = 16 * 1024

/**
 * A `fetch` for one request. The address is judged where it is resolved, so that no name can lead elsewhere a moment later;
 * nothing is followed, and an answer of any length ends.
 */
export function guardedFetch(allowsPrivate: boolean): { fetch: FetchFunction; trace: Trace } {
  const trace: Trace = { connected: false, retryAfter: null }
  const fetch: FetchFunction = async (address, init = {}) => {
    const url = new URL(address)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    if (!allowsPrivate && isIP(host) && isPrivateAddress(host)) throw new PrivateAddress(host)
    const body = String(init.body ?? '')
    const options: RequestOptions = {
      method: init.method ?? 'POST',
      headers: { ...init.headers, 'content-length': Buffer.byteLength(body) },
      // A kept connection that the far side has just closed would look as if it had taken the message.
      agent: false,
      ...(init.signal ? { signal: init.signal } : {}),
      ...(allowsPrivate ? {} : { lookup: publicLookup }),
    }
    const response = await ask(url, options, body, trace)
    const answer = await readAnswer(response)
    const { statusCode = 500, statusMessage = '' } = response
    trace.retryAfter = response.headers['retry-after'] ?? null
    const isEmpty = [204, 205, 304].includes(statusCode)
    return new Response(isEmpty ? null : answer, { status: statusCode, statusText: statusMessage })
  }
  return { fetch, trace }
}

function ask(url: URL, options: RequestOptions, body: string, trace: Trace): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const isSecure = url.protocol === 'https:'
    const request = (isSecure ? httpsRequest : httpRequest)(url, options, resolve)
    request.on('socket', (socket) => {
      socket.once(isSecure ? 'secureConnect' : 'connect', () => {
        trace.connected = true
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

async function readAnswer(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of response) {
    parts.push(part)
    length += part.length
    if (length >= LONGEST_ANSWER) break
  }
  return Buffer.concat(parts).subarray(0, LONGEST_ANSWER).toString('utf8')
}

const publicLookup: LookupFunction = (hostname, options, found) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error || !first) return found(error ?? new Error('no address'), '')
    if (addresses.some(({ address }) => isPrivateAddress(address))) return found(new PrivateAddress(hostname), '')
    return options.all ? found(null, addresses) : found(null, first.address, first.family)
  })
}
