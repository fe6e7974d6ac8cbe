import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { actorOf } from '../../people/access.ts'
import { type Actor, requireTeam, visibleTeams } from '../../people/actor.ts'
import { costDayOf } from '../../platform/cost-day.ts'
import { notFound } from '../../platform/errors.ts'
import type { App } from '../../platform/http/app.ts'
import { IdParams, Problem } from '../../platform/http/schemas.ts'
import type { ReportsDeps } from '../reports.ts'
import { findProject } from '../store/projects.ts'
import { Compare, CompareExportQuery, CompareQuery, ProjectValue, ValueQuery } from './api.ts'
import { comparedProjects, compareOf } from './compare.ts'
import { compareCsv } from './compare-csv.ts'
import { projectValueOf } from './project-value.ts'
import { comparedDays } from './week-worth.ts'

/** What `send` gives back has no type of its own there. */
type SendKept = (
  reply: FastifyReply,
  actor: Actor,
  asked: string,
  make: () => Promise<{ [field: string]: unknown }>,
) => Promise<never>

const tags = ['reports']

export function valueRoutes(app: App, deps: ReportsDeps, sendKept: SendKept): void {
  app.route({
    method: 'GET',
    url: '/api/projects/:id/value',
    config: { access: 'signed-in' },
    schema: {
      summary: "What a project's money bought: cost by task, intent, model and user beside its outcomes",
      tags,
      params: IdParams,
      querystring: ValueQuery,
      response: { 200: ProjectValue, default: Problem },
    },
    handler: (request, reply) => {
      const actor = actorOf(request)
      const { id } = request.params
      const { days } = request.query
      return sendKept(reply, actor, `value ${id} ${days}`, async () => {
        const project = await findProject(deps.db, id)
        if (!project) throw notFound('not-found')
        requireTeam(actor, project.teamId)
        return projectValueOf(deps, visibleTeams(actor), project, days)
      })
    },
  })

  app.route({
    method: 'GET',
    url: '/api/compare',
    config: { access: 'signed-in' },
    schema: {
      summary: 'All projects side by side: what the last 7 days cost and bought',
      tags,
      querystring: CompareQuery,
      response: { 200: Compare, default: Problem },
    },
    handler: (request, reply) => {
      const actor = actorOf(request)
      const { query } = request
      if (query.teamId) requireTeam(actor, query.teamId)
      const make = () => compareOf(deps, visibleTeams(actor), query)
      return sendKept(reply, actor, `compare ${JSON.stringify(query)}`, make)
    },
  })

  app.route({
    method: 'GET',
    url: '/api/export/compare',
    config: { access: 'signed-in' },
    schema: {
      summary: 'The comparison of all projects as CSV',
      tags,
      produces: ['text/csv'],
      querystring: CompareExportQuery,
      response: { 200: z.any().describe('text/csv'), default: Problem },
    },
    handler: async (request, reply) => {
      const actor = actorOf(request)
      const { query } = request
      if (query.teamId) requireTeam(actor, query.teamId)
      const rows = await comparedProjects(deps, visibleTeams(actor), query)
      const { from, to } = comparedDays(costDayOf(deps.clock.now()))
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="compare_${from}_${to}.csv"`)
        .send(compareCsv(rows))
    },
  })
}
