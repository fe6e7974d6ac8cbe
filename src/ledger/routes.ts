import { actorOf } from '../people/access.ts'
import { type Actor, visibleTeams } from '../people/actor.ts'
import type { Clock } from '../platform/clock.ts'
import { addDays, costDayOf } from '../platform/cost-day.ts'
import type { Db } from '../platform/db/database.ts'
import type { App } from '../platform/http/app.ts'
import { IdParams, Problem } from '../platform/http/schemas.ts'
import type { PriceTable } from '../pricing/index.ts'
import { Reconciliation, ReconciliationQuery } from './reconciliation/api.ts'
import { reconcile } from './reconciliation/reconcile.ts'
import { billedDaysOf, billedParts, countedParts } from './store/reconciliation.ts'

export type LedgerRoutesDeps = {
  db: Db
  clock: Clock
  pricing: { table(db: Db): Promise<PriceTable> }
  /** Throws where the project does not exist for the actor. */
  requireProject(actor: Actor, projectId: string): Promise<unknown>
}

export function ledgerRoutes(app: App, { db, clock, pricing, requireProject }: LedgerRoutesDeps): void {
  app.route({
    method: 'GET',
    url: '/api/projects/:id/reconciliation',
    config: { access: 'signed-in' },
    schema: {
      summary: 'Estimate against bill, per day and line, with a verdict where they differ by more than 5 %',
      tags: ['reports'],
      params: IdParams,
      querystring: ReconciliationQuery,
      response: { 200: Reconciliation, default: Problem },
    },
    handler: async (request) => {
      const actor = actorOf(request)
      const { id: projectId } = request.params
      await requireProject(actor, projectId)
      const to = addDays(costDayOf(clock.now()), -1)
      const from = addDays(to, 1 - request.query.days)
      const wanted = { projectId, teamIds: visibleTeams(actor), from, to }
      const [billed, counted, read] = [
        await billedParts(db, wanted),
        await countedParts(db, wanted),
        await billedDaysOf(db, wanted),
      ]
      const table = await pricing.table(db)
      return { days: reconcile({ table, from, to, billed, counted, read }).toReversed() }
    },
  })
}
