import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Clock } from '../../platform/clock.ts'
import { SECOND } from '../../platform/clock.ts'
import type { Polls } from './polls.ts'

/** Age of the usage by organization, read at each scrape; rounds and requests of this process. */
export function measurePolls(registry: Registry, polls: Polls, clock: Clock): void {
  const registers = [registry]
  const duration = new Histogram({
    name: 'finops_usage_poll_seconds',
    help: 'Duration of one round through the usage of an organization',
    buckets: [0.1, 0.3, 1, 3, 10, 30, 100],
    registers,
  })
  const requests = new Counter({
    name: 'finops_usage_requests_total',
    help: 'Requests for usage to the admin API, by kind and whether they were answered',
    labelNames: ['kind', 'outcome'],
    registers,
  })
  polls.onRound((round) => {
    duration.observe((round.finishedAt.getTime() - round.startedAt.getTime()) / SECOND)
    for (const { kind, requests: made, problem } of round.kinds) {
      requests.inc({ kind, outcome: problem === null ? 'answered' : 'failed' }, made)
    }
  })
  new Gauge({
    name: 'finops_usage_age_seconds',
    help: 'How long ago all kinds of usage of an organization were read',
    labelNames: ['organization'],
    registers,
    async collect() {
      this.reset()
      for (const { organizationId, readAt } of await polls.ages()) {
        this.set({ organization: organizationId }, (clock.now().getTime() - readAt.getTime()) / SECOND)
      }
    },
  })
}
