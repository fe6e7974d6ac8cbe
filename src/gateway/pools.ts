import { Pool } from 'undici'
import { MINUTE, SECOND } from '../platform/clock.ts'

/** Reasoning may be silent for minutes; a caller who waits less than this decides so by leaving. */
const SILENCE_MS = 15 * MINUTE

export type Upstream = { pool: Pool; basePath: string }

export type Pools = ReturnType<typeof createPools>

/** Connections to OpenAI by base URL. Where a call goes is decided here and nowhere else, never by what a caller sends. */
export function createPools(defaultBaseUrl: string) {
  const known = new Map<string, Upstream>()

  function open(baseUrl: string): Upstream {
    const { origin, pathname } = new URL(baseUrl)
    const pool = new Pool(origin, {
      pipelining: 1,
      // One request per connection at a time, and the answer's own spelling of its headers.
      allowH2: false,
      connectTimeout: 10 * SECOND,
      headersTimeout: SILENCE_MS,
      bodyTimeout: SILENCE_MS,
      keepAliveTimeout: 4 * SECOND,
    })
    return { pool, basePath: pathname.replace(/\/+$/, '') }
  }

  return {
    of(baseUrl: string | null): Upstream {
      const url = baseUrl ?? defaultBaseUrl
      let upstream = known.get(url)
      if (!upstream) {
        upstream = open(url)
        known.set(url, upstream)
      }
      return upstream
    },
    async close(): Promise<void> {
      await Promise.all([...known.values()].map(({ pool }) => pool.destroy()))
      known.clear()
    },
  }
}
