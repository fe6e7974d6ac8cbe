import { Gauge, Histogram, type Registry } from 'prom-client'
import { SECOND } from '../platform/clock.ts'
import type { Db } from '../platform/db/database.ts'
import type { Alerts } from './alerts.ts'
import { countOpenCases } from './store/cases.ts'

/** How soon a crossing is a message on its way, by this process, and how many cases are open, read at each scrape. */
export function measureAlerts(registry: Registry, alerts: Pick<Alerts, 'onTold'>, db: Db): void {
  const registers = [registry]
  const queued = new Histogram({
    name: 'finops_alert_queued_seconds',
    help: 'From the detection of a crossing until its message was queued',
    buckets: [0.01, 0.05, 0.1, 0.3, 1, 3, 10],
    registers,
  })
  alerts.onTold(({ kind, detectedAt, queuedAt }) => {
    if (kind === 'crossed') queued.observe(Math.max(0, queuedAt.getTime() - detectedAt.getTime()) / SECOND)
  })
  new Gauge({
    name: 'finops_open_breaches',
    help: 'Breaches that are not closed, by state',
    labelNames: ['state'],
    registers,
    async collect() {
      for (const [state, count] of Object.entries(await countOpenCases(db, null))) this.set({ state }, count)
    },
  })
}
