import { Gauge, type Registry } from 'prom-client'
import type { Gateway } from './create-gateway.ts'

/** Of this process, read at each scrape. */
export function measureGateway(registry: Registry, gateway: Pick<Gateway, 'figures'>): void {
  const gauge = (name: string, help: string, read: (figures: ReturnType<Gateway['figures']>) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read(gateway.figures()))
      },
    })
  gauge('finops_gateway_calls_under_way', 'Calls that are being passed through', ({ underWay }) => underWay)
  gauge(
    'finops_gateway_calls_turned_away',
    'Calls refused since the start: blocked, over a limit, without a key',
    (figures) => figures.turnedAway,
  )
  gauge(
    'finops_gateway_snapshot_age_seconds',
    'How long ago the database confirmed keys and blocks',
    ({ snapshot }) => snapshot.ageSeconds ?? Number.NaN,
  )
  gauge('finops_gateway_spool_calls', 'Calls that wait to be handed over to the database', ({ spool }) => spool.waiting)
  gauge('finops_gateway_spool_bytes', 'Disk space that waiting calls take', ({ spool }) => spool.bytes)
  gauge(
    'finops_gateway_spool_limit_bytes',
    'Disk space that they may take (SPOOL_MAX_MB)',
    ({ spool }) => spool.maxBytes,
  )
  gauge('finops_gateway_spool_oldest_seconds', 'Age of the oldest call that waits', ({ spool }) => spool.oldestSeconds)
  gauge(
    'finops_gateway_calls_not_kept',
    'Calls since the start that the full spool could not keep',
    ({ spool }) => spool.notKept,
  )
  gauge(
    'finops_gateway_calls_set_aside',
    'Calls since the start that the database does not take',
    ({ spool }) => spool.setAside,
  )
  gauge(
    'finops_gateway_calls_adopted',
    'Calls since the start that processes which had ended left behind',
    ({ spool }) => spool.adopted,
  )
  new Gauge({
    name: 'finops_gateway_calls_ended',
    help: 'Calls since the start by how they ended',
    labelNames: ['result'],
    registers: [registry],
    collect() {
      for (const [result, count] of Object.entries(gateway.figures().ended)) this.set({ result }, count)
    },
  })
}
