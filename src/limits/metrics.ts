import { Gauge, type Registry } from 'prom-client'
import type { Db } from '../platform/db/database.ts'
import type { Limits } from './create-limits.ts'
import { openReservations } from './store/reservations.ts'

/** What is reserved counts over all processes and is asked at each scrape; the rest is of this process since its start. */
export function measureLimits(registry: Registry, limits: Pick<Limits, 'figures'>, db: Db): void {
  const registers = [registry]
  const amount = new Gauge({
    name: 'finops_reservations_amount_usd',
    help: 'What open reservations keep of hard limits, over all processes',
    registers,
  })
  const held = new Gauge({
    name: 'finops_reservations_held',
    help: 'Calls of the last 15 minutes that ended without telling what they used; what they may have cost stays reserved',
    registers,
  })
  new Gauge({
    name: 'finops_reservations_open',
    help: 'Calls under way against a hard limit, over all processes; 0 at rest',
    registers,
    async collect() {
      const found = await openReservations(db).catch(() => null)
      this.set(found?.open ?? Number.NaN)
      held.set(found?.held ?? Number.NaN)
      amount.set(found === null ? Number.NaN : Number(found.amount))
    },
  })
  const count = (name: string, help: string, read: (figures: ReturnType<Limits['figures']>) => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read(limits.figures()))
      },
    })
  count(
    'finops_reservations_expired',
    'Reservations of processes that had ended, swept by this one since its start',
    ({ expired }) => expired,
  )
  count('finops_limit_refused', 'Calls since the start that a hard limit left no room for', ({ refused }) => refused)
  count(
    'finops_limit_unchecked_cost',
    'Calls since the start that went on although nobody knows what they cost',
    ({ uncheckedCost }) => uncheckedCost,
  )
  count(
    'finops_limit_unchecked_database',
    'Calls since the start that went on because the database did not answer',
    ({ uncheckedDatabase }) => uncheckedDatabase,
  )
}
