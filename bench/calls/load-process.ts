import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { percentile, rounded } from '../support/figures.ts'
import { answerTasks } from '../support/tasks.ts'

const Load = z.object({
  url: z.string(),
  secrets: z.array(z.string()),
  batches: z.int(),
  size: z.int(),
  senders: z.int(),
})
const Recorded = z.object({ stored: z.int() })

const MODELS = ['gpt-4o-2024-08-06', 'gpt-4o-mini-2024-07-18', 'gpt-4.1-2025-04-14', 'o4-mini-2025-04-16']
const ENDPOINT = '/v1/chat/completions'

/** As an SDK sends them: five tasks, three intents, four models, two hundred users, each call with an id and a trace. */
function bodyOf(size: number): string {
  const now = Date.now()
  const calls = Array.from({ length: size }, (_one, place) => ({
    id: randomUUID(),
    source: 'sdk',
    at: new Date(now - place * 7).toISOString(),
    endpoint: ENDPOINT,
    model: MODELS[place % MODELS.length],
    responseId: `chatcmpl-${randomUUID().replaceAll('-', '')}`,
    task: `task-${place % 5}`,
    intent: `intent-${place % 3}`,
    user: `user-${Math.floor(Math.random() * 200)}`,
    trace: randomUUID(),
    status: 200,
    serviceTier: 'default',
    usage: { inputTokens: 900 + place, cachedInputTokens: 128, outputTokens: 200 + (place % 97) },
    durationMs: 800 + place,
    firstTokenMs: 210,
    retries: 0,
    streamed: true,
  }))
  return JSON.stringify({ calls })
}

answerTasks({
  /** Bodies are made before the clock starts; senders go on as soon as they are answered. */
  async record(input) {
    const { url, secrets, batches, size, senders } = Load.parse(input)
    const bodies = Array.from({ length: batches }, () => bodyOf(size))
    const latencies: number[] = []
    let stored = 0
    let next = 0
    const send = async (): Promise<void> => {
      for (;;) {
        const place = next
        next += 1
        const body = bodies[place]
        if (body === undefined) return
        const began = performance.now()
        const secret = secrets[place % secrets.length] ?? ''
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${secret}` }
        const answer = await fetch(`${url}/api/calls`, { method: 'POST', headers, body })
        stored += Recorded.parse(await answer.json()).stored
        latencies.push(performance.now() - began)
      }
    }
    const began = performance.now()
    await Promise.all(Array.from({ length: senders }, send))
    const seconds = (performance.now() - began) / 1_000
    return {
      perSecond: Math.round((batches * size) / seconds),
      missing: batches * size - stored,
      batchP50: rounded(percentile(latencies, 0.5)),
      batchP95: rounded(percentile(latencies, 0.95)),
    }
  },
})
