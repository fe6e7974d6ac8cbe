export class BodyTimeout extends Error {}
export class BodyTooLarge extends Error {}

export type BodyLimits = { idleMs: number; totalMs: number; maxBytes: number }

const LIMITS: BodyLimits = { idleMs: 20_000, totalMs: 300_000, maxBytes: 512 * 1024 * 1024 }

/**
 * `fetch` whose answer cannot hang: the SDK's timeout ends with the headers, so a socket that stops in the middle of a
 * body, also of an error's body, would wait for ever. The body stays a stream. Nothing is followed: the API never sends its
 * caller elsewhere, and whoever does would choose which host this server asks.
 */
export function guardedFetch(limits: BodyLimits = LIMITS): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'manual' })
    if (response.body === null) return response
    const { status, statusText, headers } = response
    return new Response(guard(response.body, limits), { status, statusText, headers })
  }
}

function guard(body: ReadableStream<Uint8Array>, limits: BodyLimits): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  const deadline = AbortSignal.timeout(limits.totalMs)
  let bytes = 0
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        if (deadline.aborted) throw new BodyTimeout('the body took too long')
        const { done, value } = await withinIdle(reader.read(), limits.idleMs)
        if (done) return controller.close()
        bytes += value.byteLength
        if (bytes > limits.maxBytes) throw new BodyTooLarge(`the body is over ${limits.maxBytes} bytes`)
        controller.enqueue(value)
      } catch (error) {
        void reader.cancel().catch(() => {})
        controller.error(error)
      }
    },
    cancel: (reason) => reader.cancel(reason),
  })
}

async function withinIdle<T>(read: Promise<T>, ms: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new BodyTimeout('the body stopped arriving')), ms)
  try {
    return await Promise.race([read, promise])
  } finally {
    clearTimeout(timer)
  }
}
