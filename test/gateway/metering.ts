import { requestText, sendRaw } from './raw.ts'
import { json, startUpstream } from './upstream.ts'
import { forgetCalls, openWorkbench, type StoredCall, storedCalls } from './workbench.ts'

export type Metering = Awaited<ReturnType<typeof openMetering>>

/** The gateway before an upstream that answers what a test wants, and what is stored of the one call that was made. */
export async function openMetering() {
  const upstream = await startUpstream()
  const bench = await openWorkbench({ environment: { OPENAI_BASE_URL: upstream.url } })
  const authorization = `Authorization: Bearer ${bench.project.key}`

  const send = (method: string, path: string, body = '', type = 'application/json') =>
    sendRaw(bench.url, requestText(method, `/openai/v1${path}`, [authorization, `Content-Type: ${type}`], body))
  const post = (path: string, body: object) => send('POST', path, JSON.stringify(body))

  async function only(): Promise<StoredCall> {
    const [call] = await storedCalls(bench, 1)
    if (!call) throw new Error('nothing was stored')
    return call
  }

  return {
    upstream,
    bench,
    authorization,
    send,
    post,
    only,
    forget: () => forgetCalls(bench),

    /** What is stored of a call that is answered like this. */
    async call(path: string, body: object, answer: object): Promise<StoredCall> {
      upstream.answers(json(answer))
      await post(path, body)
      return only()
    },

    /** From now on every answer is this stream. */
    events(...all: readonly object[]): void {
      upstream.answers((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        for (const event of all) {
          const type = 'type' in event ? `event: ${event.type}\n` : ''
          response.write(`${type}data: ${JSON.stringify(event)}\n\n`)
        }
        response.end()
      })
    },

    sendForm(path: string, fields: Record<string, string>) {
      const parts = Object.entries(fields).map(
        ([name, value]) => `--xx\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      )
      const file = '--xx\r\nContent-Disposition: form-data; name="file"; filename="a.mp3"\r\n\r\nabc\r\n--xx--\r\n'
      return send('POST', path, `${parts.join('')}${file}`, 'multipart/form-data; boundary=xx')
    },

    async close(): Promise<void> {
      await bench.close()
      await upstream.close()
    },
  }
}
