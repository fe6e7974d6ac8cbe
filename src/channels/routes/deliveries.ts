import { actorOf } from '../../people/access.ts'
import type { App } from '../../platform/http/app.ts'
import { IdParams, Problem, pageOf } from '../../platform/http/schemas.ts'
import { DeliveriesQuery, Delivery, OpenedDelivery } from '../api.ts'
import type { Channels } from '../create-channels.ts'

const tags = ['channels']
const signedIn = { access: 'signed-in' } as const

export function deliveryRoutes(app: App, { outbox }: Pick<Channels, 'outbox'>): void {
  app.route({
    method: 'GET',
    url: '/api/deliveries',
    config: signedIn,
    schema: {
      summary: 'Messages that were sent, wait, failed or are kept here, newest first',
      description: 'Your teams’; everything for admins.',
      tags,
      querystring: DeliveriesQuery,
      response: { 200: pageOf(Delivery), default: Problem },
    },
    handler: (request) => outbox.list(actorOf(request), request.query),
  })

  app.route({
    method: 'GET',
    url: '/api/deliveries/:id',
    config: signedIn,
    schema: {
      summary: 'A message as it was sent',
      tags,
      params: IdParams,
      response: { 200: OpenedDelivery, default: Problem },
    },
    handler: (request) => outbox.open(actorOf(request), request.params.id),
  })
}
