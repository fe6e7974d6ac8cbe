import { z } from 'zod'
import { causeView } from '../causes/index.ts'
import { actorOf } from '../people/access.ts'
import { type Actor, requireTeam, visibleTeams } from '../people/actor.ts'
import type { Db } from '../platform/db/database.ts'
import { notFound } from '../platform/errors.ts'
import type { App } from '../platform/http/app.ts'
import { cursorOf, positionOf } from '../platform/http/cursor.ts'
import { IdParams, Problem, pageOf, Reason } from '../platform/http/schemas.ts'
import * as api from './api.ts'
import { toldCauses } from './store/alerts.ts'
import { countOpenCases, findCase, listCases } from './store/cases.ts'
import { deedsOf, deliveriesOf, levelsOf, toldOf } from './store/events.ts'
import { alertView, deliveryView, eventsView } from './view.ts'

const tags = ['alerts']

export type AlertRoutesDeps = {
  db: Db
  /** The first one counts; what the actor may not see is not found. */
  acknowledge(actor: Actor, breachId: string, reason?: string): Promise<void>
}

export function alertRoutes(app: App, deps: AlertRoutesDeps): void {
  const { db } = deps

  app.route({
    method: 'GET',
    url: '/api/alerts',
    config: { access: 'signed-in' },
    schema: {
      summary: 'Breaches with their state, newest first',
      tags,
      querystring: api.AlertsQuery,
      response: { 200: pageOf(api.Alert), default: Problem },
    },
    handler: async (request) => {
      const actor = actorOf(request)
      const { state, teamId, projectId, cursor, limit } = request.query
      if (teamId) requireTeam(actor, teamId)
      const rows = await listCases(db, {
        teamIds: visibleTeams(actor),
        isOpen: state === 'open',
        teamId,
        projectId,
        after: cursor ? positionOf(cursor) : null,
        limit: limit + 1,
      })
      const last = rows.length > limit ? rows[limit - 1] : undefined
      return {
        items: rows.slice(0, limit).map(alertView),
        nextCursor: last ? cursorOf({ at: last.openedAt, id: last.breachId }) : null,
      }
    },
  })

  app.route({
    method: 'GET',
    url: '/api/alerts/open',
    config: { access: 'signed-in' },
    schema: {
      summary: 'How many breaches are open, by state',
      tags,
      response: { 200: api.OpenAlerts, default: Problem },
    },
    handler: async (request) => {
      const counts = await countOpenCases(db, visibleTeams(actorOf(request)))
      return { ...counts, total: counts.raised + counts.acknowledged + counts.blocked + counts.released }
    },
  })

  app.route({
    method: 'GET',
    url: '/api/alerts/:id',
    config: { access: 'signed-in' },
    schema: {
      summary: 'One breach: who did what when, what was sent, and its cause as it was told',
      tags,
      params: IdParams,
      response: { 200: api.OpenedAlert, default: Problem },
    },
    handler: async (request) => {
      const row = await findCase(db, request.params.id)
      if (!row) throw notFound('not-found')
      requireTeam(actorOf(request), row.teamId)
      const { breachId, projectId, teamId, openedAt, closedAt, blockId, releasedAt } = row
      const isOver = closedAt !== null && (blockId === null || releasedAt !== null)
      const until = isOver ? new Date(Math.max(closedAt.getTime(), releasedAt?.getTime() ?? 0)) : null
      const told = (await toldCauses(db, breachId)).findLast((one) => one.cause !== null)
      return {
        ...alertView(row),
        events: eventsView(row, {
          levels: await levelsOf(db, breachId),
          told: await toldOf(db, breachId),
          deeds: await deedsOf(db, { projectId, teamId, from: openedAt, to: until }),
        }),
        deliveries: (await deliveriesOf(db, breachId)).map(deliveryView),
        cause: told?.cause ? causeView(told.cause) : null,
        causeToldAt: told?.queuedAt.toISOString() ?? null,
      }
    },
  })

  app.route({
    method: 'POST',
    url: '/api/alerts/:id/acknowledge',
    config: { access: 'signed-in' },
    schema: {
      summary: 'Says that somebody takes care of a breach, which ends its reminders',
      tags,
      params: IdParams,
      body: z.object({ reason: Reason.optional() }),
      response: { 200: api.Alert, default: Problem },
    },
    handler: async (request) => {
      const { id } = request.params
      await deps.acknowledge(actorOf(request), id, request.body.reason)
      const row = await findCase(db, id)
      if (!row) throw notFound('not-found')
      return alertView(row)
    },
  })
}
