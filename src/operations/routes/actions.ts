import { Action, ActionsQuery } from '../../actions/api.ts'
import { type ActionRow, actionSentence, listActions } from '../../actions/index.ts'
import { actorOf } from '../../people/access.ts'
import { requireTeam, visibleTeams } from '../../people/actor.ts'
import type { Db } from '../../platform/db/database.ts'
import type { App } from '../../platform/http/app.ts'
import { cursorOf, positionOf } from '../../platform/http/cursor.ts'
import { Problem, pageOf } from '../../platform/http/schemas.ts'

/** Stands here and not in `actions/`, which knows no people. */
export function actionRoutes(app: App, deps: { db: Db }): void {
  app.route({
    method: 'GET',
    url: '/api/actions',
    config: { access: 'signed-in' },
    schema: {
      summary: 'Who did what about cost and access, newest first',
      tags: ['actions'],
      querystring: ActionsQuery,
      response: { 200: pageOf(Action), default: Problem },
    },
    handler: async (request) => {
      const actor = actorOf(request)
      const { teamId, projectId, cursor, limit } = request.query
      if (teamId) requireTeam(actor, teamId)
      const rows = await listActions(deps.db, {
        teamIds: visibleTeams(actor),
        teamId,
        projectId,
        before: cursor ? positionOf(cursor) : null,
        limit: limit + 1,
      })
      const last = rows[limit - 1]
      return {
        items: rows.slice(0, limit).map(view),
        nextCursor: rows.length > limit && last ? cursorOf(last) : null,
      }
    },
  })
}

function view(row: ActionRow) {
  const { subject, at, ...rest } = row
  return { ...rest, at: at.toISOString(), sentence: actionSentence(row.kind, row) }
}
