import autocannon from 'autocannon'
import { z } from 'zod'
import { percentile, rounded } from '../support/figures.ts'
import { answerTasks } from '../support/tasks.ts'

const Load = z.object({
  url: z.string(),
  cookie: z.string(),
  paths: z.array(z.string()),
  readers: z.int(),
  seconds: z.number(),
})

/** Readers who ask again as soon as they are answered, each through the paths in an order of its own. */
answerTasks({
  async load(input) {
    const { url, cookie, paths, readers, seconds } = Load.parse(input)
    const requests = paths.map((path) => ({ method: 'GET' as const, path, headers: { cookie } }))
    const latencies: number[] = []
    let bytes = 0
    let place = 0
    const running = autocannon({
      url,
      connections: readers,
      duration: seconds,
      requests,
      setupClient: (client) => {
        const from = Math.floor((place++ * requests.length) / readers)
        client.setRequests([...requests.slice(from), ...requests.slice(0, from)])
      },
    })
    running.on('response', (_client, _status, size, ms) => {
      latencies.push(ms)
      bytes += size
    })
    const { errors, timeouts, non2xx, duration } = await running
    return {
      p50: rounded(percentile(latencies, 0.5), 2),
      p95: rounded(percentile(latencies, 0.95), 2),
      p99: rounded(percentile(latencies, 0.99), 2),
      perSecond: rounded(latencies.length / duration),
      answerBytes: Math.round(bytes / Math.max(1, latencies.length)),
      failed: errors + timeouts + non2xx,
    }
  },
})
