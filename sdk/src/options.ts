/** What a call is for. Each text is kept up to 256 characters. */
export type Context = {
  /** 작업 유형, e.g. `요약` */
  task?: string | undefined
  intent?: string | undefined
  user?: string | undefined
  trace?: string | undefined
  meta?: Readonly<Record<string, string | number | boolean>> | undefined
}

export type Connection = {
  /** Where finops-for-ai is, e.g. `https://finops.example.com`. Default: the environment variable `FINOPS_URL`. */
  url?: string | undefined
  /** A project key, `fin_…`. Default: the environment variable `FINOPS_KEY`. */
  key?: string | undefined
  /** Keeps an edge function alive until the records have left, e.g. `ctx.waitUntil.bind(ctx)`. */
  waitUntil?: ((promise: Promise<unknown>) => void) | undefined
  /** Told of each problem; default: `console.warn`, once for each. Nothing is ever thrown at the caller. */
  onProblem?: ((problem: string) => void) | undefined
  /** What carries the records; default: the global `fetch`. */
  fetch?: Fetch | undefined
  /** Records that wait at most; then the oldest are dropped and counted. Default 10,000. */
  mostWaiting?: number | undefined
}

export type FinopsOptions = Connection & Context

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

export type Settled = { url: string; key: string } & Omit<Connection, 'url' | 'key'>

let defaults: Connection = {}

/** Says once where records go, so that nothing else has to. */
export function configure(connection: Connection): void {
  defaults = { ...connection }
}

/** Null: it is not said where records go, so nothing is recorded. */
export function settle(options: Connection): Settled | null {
  const url = options.url ?? defaults.url ?? fromEnvironment('FINOPS_URL')
  const key = options.key ?? defaults.key ?? fromEnvironment('FINOPS_KEY')
  if (!url || !key) return null
  return {
    url: url.replace(/\/+$/, ''),
    key,
    waitUntil: options.waitUntil ?? defaults.waitUntil,
    onProblem: options.onProblem ?? defaults.onProblem,
    fetch: options.fetch ?? defaults.fetch,
    mostWaiting: options.mostWaiting ?? defaults.mostWaiting,
  }
}

type Process = {
  env?: Record<string, string | undefined>
  on?(event: 'beforeExit', listener: () => void): unknown
  getBuiltinModule?(name: string): unknown
}

/** Node, Bun and Deno have it; at the edge there may be none. */
export function processHere(): Process | undefined {
  const { process } = globalThis as { process?: Process }
  return process
}

function fromEnvironment(name: string): string | undefined {
  try {
    return processHere()?.env?.[name]
  } catch {
    // Deno asks for a permission that may not be given.
    return undefined
  }
}
