import { actorOf } from '../people/access.ts'
import { requireTeam, visibleTeams } from '../people/actor.ts'
import type { Clock } from '../platform/clock.ts'
import { costDayOf } from '../platform/cost-day.ts'
import type { Db } from '../platform/db/database.ts'
import { notFound } from '../platform/errors.ts'
import type { App } from '../platform/http/app.ts'
import { IdParams, Problem } from '../platform/http/schemas.ts'
import * as api from './api.ts'
import { causesOf, pulseOfProject } from './causes-of.ts'
import { teamOfProject } from './store/spend.ts'
import { causeView, pulseView } from './view.ts'

export function causeRoutes(app: App, { db, clock }: { db: Db; clock: Clock }): void {
  app.route({
    method: 'GET',
    url: '/api/projects/:id/cause',
    config: { access: 'signed-in' },
    schema: {
      summary: 'Why a project costs what it costs on a day',
      tags: ['causes'],
      params: IdParams,
      querystring: api.CauseQuery,
      response: { 200: api.ProjectCause, default: Problem },
    },
    handler: async (request) => {
      const actor = actorOf(request)
      const { id } = request.params
      const teamId = await teamOfProject(db, id)
      if (!teamId) throw notFound('not-found')
      requireTeam(actor, teamId)
      const now = clock.now()
      const today = costDayOf(now)
      const day = request.query.day ?? today
      const [cause = null] = await causesOf(db, visibleTeams(actor), [{ projectId: id, day }])
      const pulse = day === today ? await pulseOfProject(db, id, now, cause) : null
      return { cause: cause && causeView(cause), pulse: pulse && pulseView(pulse) }
    },
  })
}
