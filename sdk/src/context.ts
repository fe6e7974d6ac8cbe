import { type Context, processHere } from './options.ts'

type Storage = { getStore(): Context | undefined; run<Result>(context: Context, fn: () => Result): Result }

let storage: Storage | null = null
/** Without an AsyncLocalStorage a context reaches as far as its function runs without waiting. */
let current: Context | undefined

function take(found: unknown): boolean {
  const { AsyncLocalStorage } = (found ?? {}) as { AsyncLocalStorage?: new () => Storage }
  if (typeof AsyncLocalStorage !== 'function') return false
  storage = new AsyncLocalStorage()
  return true
}

function findStorage(): void {
  try {
    if (take(globalThis) || take(processHere()?.getBuiltinModule?.('node:async_hooks'))) return
    // Node 18. The name is no literal so that bundlers for the edge do not look for it.
    const name = 'node:async_hooks'
    if (processHere()) {
      import(/* @vite-ignore */ /* webpackIgnore: true */ name).then(take, () => {})
    }
  } catch {
    // There is none here.
  }
}
findStorage()

/** Every call in `fn`, and in whatever it waits for, is for this task. Answers with what `fn` answers. */
export function task<Result>(name: string, fn: () => Result): Result {
  return within({ task: name }, fn)
}

/** As `task`, with intent, user, trace and more. What is not named stays as it is around it. */
export function within<Result>(context: Context, fn: () => Result): Result {
  const merged = mergeContexts(contextHere(), context)
  if (storage) return storage.run(merged, fn)
  const before = current
  current = merged
  try {
    return fn()
  } finally {
    current = before
  }
}

export function contextHere(): Context {
  return storage?.getStore() ?? current ?? {}
}

/** What is nearer to the call wins. */
export function mergeContexts(...contexts: readonly Context[]): Context {
  const merged: Context = {}
  for (const { task, intent, user, trace, meta } of contexts) {
    if (task !== undefined) merged.task = task
    if (intent !== undefined) merged.intent = intent
    if (user !== undefined) merged.user = user
    if (trace !== undefined) merged.trace = trace
    if (meta !== undefined) merged.meta = { ...merged.meta, ...meta }
  }
  return merged
}

const PREFIX = 'x-finops-'
const META = 'x-finops-meta-'
const NAMES = ['task', 'intent', 'user', 'trace'] as const

/** As headers of a request, which `withFinops` reads and the gateway understands: for the context of a single call. */
export function contextHeaders(context: Context): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const name of NAMES) {
    const value = context[name]
    if (value !== undefined && value !== '') headers[`${PREFIX}${name}`] = encodeURIComponent(value)
  }
  for (const [name, value] of Object.entries(context.meta ?? {})) {
    if (/^[\w.-]+$/.test(name)) headers[`${META}${name}`] = encodeURIComponent(String(value))
  }
  return headers
}

/** Null: the headers say nothing to us. */
export function readHeaders(headers: Headers): Context | null {
  const context: Context = {}
  const meta: Record<string, string> = {}
  let isOurs = false
  headers.forEach((value, name) => {
    if (!name.startsWith(PREFIX)) return
    isOurs = true
    const known = NAMES.find((one) => name === `${PREFIX}${one}`)
    if (known) context[known] = decode(value)
    else if (name.startsWith(META)) meta[name.slice(META.length)] = decode(value)
  })
  if (Object.keys(meta).length > 0) context.meta = meta
  return isOurs ? context : null
}

export function withoutOurs(headers: Headers): Headers {
  const kept = new Headers(headers)
  headers.forEach((_value, name) => {
    if (name.startsWith(PREFIX)) kept.delete(name)
  })
  return kept
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
