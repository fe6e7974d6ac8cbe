import { z } from 'zod'
import { actorOf } from '../people/access.ts'
import type { App } from '../platform/http/app.ts'
import { Empty, IdParams, Problem } from '../platform/http/schemas.ts'
import { OwnPrice, PriceInput } from './api.ts'
import { unitOf } from './parts.ts'
import type { Pricing } from './pricing.ts'
import type { OverrideRow } from './store.ts'

const tags = ['prices']

export function priceRoutes(app: App, pricing: Pricing): void {
  app.route({
    method: 'POST',
    url: '/api/prices',
    config: { access: 'admin' },
    schema: {
      summary: 'Enter prices of a model',
      description: 'From a cost day on, in place of the list price. What was used since then is priced anew at once.',
      tags,
      body: PriceInput,
      response: { 201: z.object({ items: z.array(OwnPrice) }), default: Problem },
    },
    handler: async (request, reply) => {
      const added = await pricing.setPrices(actorOf(request), request.body)
      return reply.status(201).send({ items: added.map(ownPrice) })
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/prices/:id',
    config: { access: 'admin' },
    schema: {
      summary: 'Take an entered price back',
      description: 'The list price holds again, if there is one; what was used since then is priced anew.',
      tags,
      params: IdParams,
      response: { 204: Empty, default: Problem },
    },
    handler: async (request, reply) => {
      await pricing.removePrice(actorOf(request), request.params.id)
      return reply.status(204).send(null)
    },
  })
}

function ownPrice({ at, ...row }: OverrideRow): OwnPrice {
  return { ...row, unit: unitOf(row.part), at: at.toISOString() }
}
