import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { type Outbox, outboxMetrics } from './outbox-metrics.ts'

export type Metrics = ReturnType<typeof createMetrics>

/** Prometheus text. Jobs are read when asked for, so a scrape always tells the present. */
export function createMetrics(deps: { jobs: Jobs; outbox: Outbox }) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'finops_http_request_seconds',
    help: 'Duration of HTTP requests by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  })
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames: ['job'], registers: [registry] })
  const lastRun = gauge('finops_job_last_run_timestamp_seconds', 'When the job last started')
  const duration = gauge('finops_job_last_duration_seconds', 'How long the last finished run took')
  const success = gauge('finops_job_last_success', '1 when the last finished run succeeded, else 0')
  const nextRun = gauge('finops_job_next_run_timestamp_seconds', 'When the job runs next')
  const running = gauge('finops_job_running', '1 while the job runs')

  const readOutbox = outboxMetrics(registry, deps.outbox)

  async function readJobs(): Promise<void> {
    for (const { definition, runs, nextRunAt, running: isRunning } of await deps.jobs.status()) {
      const job = definition.name
      running.set({ job }, isRunning ? 1 : 0)
      if (nextRunAt) nextRun.set({ job }, nextRunAt.getTime() / 1_000)
      const [latest] = runs
      if (latest) lastRun.set({ job }, latest.startedAt.getTime() / 1_000)
      const ended = runs.find((run) => run.finishedAt !== null)
      if (!ended?.finishedAt) continue
      success.set({ job }, ended.state === 'done' ? 1 : 0)
      duration.set({ job }, (ended.finishedAt.getTime() - ended.startedAt.getTime()) / 1_000)
    }
  }

  return {
    registry,
    observe(request: { method: string; route: string; status: number; seconds: number }): void {
      const { method, route, status, seconds } = request
      requests.observe({ method, route, status: String(status) }, seconds)
    },
    async text(): Promise<string> {
      await readJobs()
      await readOutbox()
      return registry.metrics()
    },
    contentType: registry.contentType,
  }
}
