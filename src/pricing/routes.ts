import { z } from 'zod'
import { actorOf } from '../people/access.ts'
import type { App } from '../platform/http/app.ts'
import { Empty, IdParams, Problem } from '../platform/http/schemas.ts'
import { OwnPrice, PricedModel, PriceInput, PricesQuery, UnknownPrices } from './api.ts'
import { ownPrice } from './price-list.ts'
import type { Pricing } from './pricing.ts'

const tags = ['prices']

export function priceRoutes(app: App, pricing: Pricing): void {
  app.route({
    method: 'GET',
    url: '/api/prices',
    config: { access: 'signed-in' },
    schema: {
      summary: 'The price table: list prices with their sources, and entered prices',
      tags,
      querystring: PricesQuery,
      response: { 200: z.object({ items: z.array(PricedModel) }), default: Problem },
    },
    handler: async (request) => ({ items: await pricing.list(actorOf(request), request.query.search) }),
  })

  app.route({
    method: 'GET',
    url: '/api/prices/unknown',
    config: { access: 'signed-in' },
    schema: {
      summary: 'What was used in the last 30 days without a price',
      description: 'It is in no amount, or counted at the least that it costs. Only what one may see.',
      tags,
      response: { 200: UnknownPrices, default: Problem },
    },
    handler: async (request) => pricing.unknown(actorOf(request)),
  })

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
