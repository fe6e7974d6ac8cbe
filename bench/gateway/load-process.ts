import autocannon from 'autocannon'
import { Pool } from 'undici'
import { z } from 'zod'
import { percentile, rounded } from '../support/figures.ts'
import { answerTasks } from '../support/tasks.ts'

const Target = z.object({ url: z.string(), path: z.string(), headers: z.record(z.string(), z.string()) })
const Full = Target.extend({ connections: z.int(), seconds: z.number().optional(), amount: z.int().optional() })
const Paced = Target.extend({ perSecond: z.int(), seconds: z.number(), streams: z.boolean() })

const QUESTION = { model: 'gpt-4o', messages: [{ role: 'user', content: '광고 문구를 세 개 써 주세요. '.repeat(8) }] }
const body = JSON.stringify(QUESTION)
const streamBody = JSON.stringify({ ...QUESTION, stream: true })

answerTasks({
  /** As fast as it answers. */
  async full(input) {
    const { url, path, headers, connections, seconds, amount } = Full.parse(input)
    const length = amount === undefined ? { duration: seconds ?? 5 } : { amount, duration: 600 }
    const result = await autocannon({
      url,
      connections,
      ...length,
      requests: [{ method: 'POST', path, headers, body }],
    })
    return {
      perSecond: rounded(result.requests.total / result.duration, 0),
      answered: result.requests.total,
      failed: result.errors + result.timeouts + result.non2xx,
    }
  },

  /** So many a second, evenly, whatever becomes of those before: milliseconds until the answer, or the first of a stream. */
  async paced(input) {
    const { url, path, headers, perSecond, seconds, streams } = Paced.parse(input)
    const pool = new Pool(url, { connections: 64, keepAliveTimeout: 60_000 })
    const latencies: number[] = []
    let failed = 0
    const one = async () => {
      const began = performance.now()
      try {
        const answer = await pool.request({ method: 'POST', path, headers, body: streams ? streamBody : body })
        if (answer.statusCode !== 200) failed += 1
        for await (const _chunk of answer.body) {
          if (!streams) continue
          latencies.push(performance.now() - began)
          break
        }
        if (!streams) latencies.push(performance.now() - began)
      } catch {
        failed += 1
      }
    }
    const running: Promise<void>[] = []
    const began = performance.now()
    const total = Math.round(perSecond * seconds)
    while (running.length < total) {
      const due = Math.min(total, Math.floor(((performance.now() - began) / 1_000) * perSecond) + 1)
      while (running.length < due) running.push(one())
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    await Promise.all(running)
    await pool.destroy()
    return {
      p50: rounded(percentile(latencies, 0.5), 3),
      p99: rounded(percentile(latencies, 0.99), 3),
      count: latencies.length,
      failed,
    }
  },
})
