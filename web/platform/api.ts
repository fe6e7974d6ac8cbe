import type { Problem as ProblemBody } from '../../src/platform/http/schemas.ts'
import { words } from '../words/index.ts'
import { Problem } from './problem.ts'

export type Query = Readonly<Record<string, string | number | undefined>>

export const api = {
  get: <T>(path: string, query: Query = {}, signal?: AbortSignal) =>
    send<T>(withQuery(path, query), { method: 'GET', signal: signal ?? null }),
  post: <T>(path: string, body: unknown = undefined) => write<T>('POST', path, body),
  put: <T>(path: string, body: unknown) => write<T>('PUT', path, body),
  patch: <T>(path: string, body: unknown) => write<T>('PATCH', path, body),
  delete: <T = void>(path: string) => write<T>('DELETE', path, undefined),
  /** A file as it is. */
  upload: <T>(path: string, file: Blob) => send<T>(path, uploading(file)),
  /** A file for which another one is the answer. */
  uploadForFile: (path: string, file: Blob) => sendForText(path, uploading(file)),
}

function uploading(file: Blob): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': 'text/csv', 'Idempotency-Key': newKey() }, body: file }
}

export function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

/** A lost answer is asked for once more under the same key, so the server does the work once. */
async function write<T>(method: string, path: string, body: unknown): Promise<T> {
  const headers = new Headers({ 'Idempotency-Key': newKey() })
  if (body !== undefined) headers.set('Content-Type', 'application/json')
  const init: RequestInit = { method, headers, body: body === undefined ? null : JSON.stringify(body) }
  try {
    return await send<T>(path, init)
  } catch (error) {
    if (error instanceof Problem && error.status === 0) return send<T>(path, init)
    throw error
  }
}

async function send<T>(path: string, init: RequestInit): Promise<T> {
  const { text, response } = await ask(path, init)
  return decode<T>(text, response)
}

async function sendForText(path: string, init: RequestInit): Promise<string> {
  return (await ask(path, init)).text
}

async function ask(path: string, init: RequestInit): Promise<{ text: string; response: Response }> {
  let response: Response
  try {
    response = await fetch(path, { ...init, credentials: 'same-origin' })
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    throw new Problem({ status: 0, code: 'network', detail: words.problem.network }, cause)
  }
  const text = await response.text()
  if (response.ok) return { text, response }
  throw new Problem(problemIn(text, response))
}

function decode<T>(text: string, response: Response): T {
  try {
    return JSON.parse(text === '' ? 'null' : text)
  } catch (cause) {
    throw new Problem({ status: response.status, code: 'unreadable', detail: words.problem.unreadable }, cause)
  }
}

function problemIn(text: string, response: Response): ProblemBody | { status: number; code: string; detail: string } {
  try {
    const body: Partial<ProblemBody> | null = JSON.parse(text)
    if (body && typeof body.detail === 'string') {
      return { ...body, status: response.status, code: body.code ?? 'unknown', detail: body.detail }
    }
  } catch {
    // Not our server's answer (a proxy's error page): the sentence below says so.
  }
  return { status: response.status, code: 'unreadable', detail: words.problem.unreadable }
}

/** `crypto.randomUUID` exists only in secure contexts; a plain-HTTP address in an office network is none. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
