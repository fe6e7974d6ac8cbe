import type { IncomingMessage } from 'node:http'

export type Context = {
  task: string | null
  intent: string | null
  user: string | null
  trace: string | null
  meta: Readonly<Record<string, string>>
}

const LONGEST = 256
const NO_META: Readonly<Record<string, string>> = Object.freeze({})
const META = 'x-finops-meta-'

/** What the caller says the call is for. Text that is not ASCII comes percent-encoded. */
export function contextOf({ headers }: IncomingMessage): Context {
  return {
    task: textOf(headers['x-finops-task']),
    intent: textOf(headers['x-finops-intent']),
    user: textOf(headers['x-finops-user']),
    trace: textOf(headers['x-finops-trace']),
    meta: metaOf(headers),
  }
}

function metaOf(headers: IncomingMessage['headers']): Readonly<Record<string, string>> {
  let meta: Record<string, string> | null = null
  for (const name in headers) {
    if (!name.startsWith(META)) continue
    const value = textOf(headers[name])
    if (value === null) continue
    meta ??= {}
    meta[name.slice(META.length)] = value
  }
  return meta ?? NO_META
}

/** A header that is no valid percent-encoding is taken as it stands: losing the call's context helps nobody. */
function textOf(value: string | string[] | undefined): string | null {
  if (typeof value !== 'string' || value === '') return null
  if (!value.includes('%')) return value.slice(0, LONGEST)
  try {
    return decodeURIComponent(value).slice(0, LONGEST)
  } catch {
    return value.slice(0, LONGEST)
  }
}
