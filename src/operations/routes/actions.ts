import { Action, ActionsQuery } from '../../actions/api.ts'
import { type ActionRow, actionSentence, listActions } from '../../actions/index.ts'
import { actorOf } from '../../people/access.ts'
import { requireTeam, visibleTeams } from '../../people/actor.ts'
import type { Db } from '../../platform/db/database.ts'
import { invalid } from '../../platform/errors.ts'
import type { App } from '../../platform/http/app.ts'
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
        before: cursor ? readCursor(cursor) : null,
        limit: limit + 1,
      })
      const last = rows[limit - 1]
      return {
        items: rows.slice(0, limit).map(view),
        nextCursor: rows.length > limit && last ? writeCursor(last) : null,
      }
    },
  })
}

function view(row: ActionRow) {
  const { subject, at, ...rest } = row
  return { ...rest, at: at.toISOString(), sentence: actionSentence(row.kind, row) }
}

function writeCursor(row: ActionRow): string {
  return Buffer.from(`${row.at.toISOString()} ${row.id}`).toString('base64url')
}

function readCursor(cursor: string): { at: Date; id: string } {
  const [at, id] = Buffer.from(cursor, 'base64url').toString('latin1').split(' ')
  const instant = new Date(at ?? '')
  if (Number.isNaN(instant.getTime()) || !/^[0-9a-f-]{36}$/.test(id ?? '')) throw invalid('cursor-invalid')
  return { at: instant, id: id ?? '' }
}
