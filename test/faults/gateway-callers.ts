import { Pool } from 'undici'
import type { Upstream } from '../gateway/upstream.ts'

const USAGE = { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 }

/** Ids of its own for every call, in answers and streams of a few pieces. */
export function answerWithIds(upstream: Upstream): void {
  let count = 0
  upstream.answers((_request, response, body) => {
    count += 1
    const id = `chatcmpl-${count}`
    if (!body.includes('"stream":true')) {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ id, model: 'gpt-4o', choices: [], usage: USAGE }))
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (let piece = 0; piece < 3; piece += 1) {
      response.write(
        `data: ${JSON.stringify({ id, model: 'gpt-4o', choices: [{ delta: { content: 'x' } }], usage: null })}\n\n`,
      )
    }
    setTimeout(() => {
      response.end(`data: ${JSON.stringify({ id, choices: [], usage: USAGE })}\n\ndata: [DONE]\n\n`)
    }, count % 7)
  })
}

export type Callers = {
  /** Ids of the calls whose answer somebody has read to its end. */
  read: Set<string>
  failed: number
  pointTo(url: string, key: string): void
  stop(): Promise<void>
}

/** Callers who call again as soon as they are answered, or hung up on; every other call is a stream. */
export function startCallers(count: number): Callers {
  let target: { pool: Pool; key: string } | null = null
  let isRunning = true
  const callers: Callers = {
    read: new Set(),
    failed: 0,
    pointTo(url, key) {
      const old = target?.pool
      target = { pool: new Pool(url, { connections: count }), key }
      void old?.destroy().catch(() => {})
    },
    async stop() {
      isRunning = false
      await Promise.all(running)
      await target?.pool.destroy()
    },
  }

  async function call(place: number): Promise<void> {
    if (!target) throw new Error('nobody to call yet')
    const answer = await target.pool.request({
      method: 'POST',
      path: '/openai/v1/chat/completions',
      headers: { authorization: `Bearer ${target.key}`, 'content-type': 'application/json' },
      body: `{"model":"gpt-4o","stream":${place % 2 === 0}}`,
    })
    const isStream = place % 2 === 0
    let text = ''
    for await (const chunk of answer.body) {
      text += String(chunk)
      // A reader of a stream goes by its last word, and not by the end of the connection.
      if (isStream && text.includes('[DONE]')) break
    }
    const id = /chatcmpl-\d+/.exec(text)?.[0]
    if (answer.statusCode === 200 && id) callers.read.add(id)
    else callers.failed += 1
  }

  async function run(place: number): Promise<void> {
    while (isRunning && !target) await new Promise((resolve) => setTimeout(resolve, 5))
    for (let turn = place; isRunning; turn += 1) {
      await call(turn).catch(async () => {
        callers.failed += 1
        await new Promise((resolve) => setTimeout(resolve, 20))
      })
    }
  }

  const running = Array.from({ length: count }, (_, place) => run(place))
  return callers
}
