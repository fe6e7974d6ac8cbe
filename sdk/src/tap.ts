export type End = 'done' | 'left' | 'broken'

type Tap<Part> = { see(part: Part): void; end(how: End, error?: unknown): void }

/** The same stream, looked at while it is read: no part earlier or later, and what leaves or breaks does so on both sides. */
export function tapStream<Part>(stream: ReadableStream<Part>, { see, end }: Tap<Part>): ReadableStream<Part> {
  const reader = stream.getReader()
  return new ReadableStream<Part>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (done) {
            end('done')
            controller.close()
          } else {
            see(value)
            controller.enqueue(value)
          }
        } catch (error) {
          end('broken', error)
          controller.error(error)
        }
      },
      cancel(reason) {
        end('left')
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

const READERS = ['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text'] as const

/** The same answer, whose body is looked at while it is read. */
export function tapResponse(response: Response, tap: Tap<Uint8Array>): boolean {
  const { body, status, statusText, headers } = response
  if (body === null || response.bodyUsed || typeof body.getReader !== 'function') return false
  // Nothing may go wrong once the body is taken: what could not be replaced as a whole is left alone.
  if (status < 200 || status > 599 || [204, 205, 304].includes(status) || !Object.isExtensible(response)) return false
  const inner = new Response(tapStream(body, tap), { status, statusText, headers })
  const define = (name: string, descriptor: PropertyDescriptor) =>
    Object.defineProperty(response, name, { configurable: true, ...descriptor })
  define('body', { get: () => inner.body })
  define('bodyUsed', { get: () => inner.bodyUsed })
  define('clone', { value: () => inner.clone() })
  for (const name of READERS) {
    if (name in inner) define(name, { value: () => (inner[name as 'text'] as () => Promise<unknown>)() })
  }
  return true
}
