import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { actorOf } from '../people/access.ts'
import { type Actor, requireTeam, visibleTeams } from '../people/actor.ts'
import { costDayOf, countDays } from '../platform/cost-day.ts'
import { invalid, notFound } from '../platform/errors.ts'
import type { App } from '../platform/http/app.ts'
import { IdParams, Problem, pageOf } from '../platform/http/schemas.ts'
import * as api from './api.ts'
import { exportCosts } from './export-costs.ts'
import { homeOf } from './home.ts'
import { createKeptAnswers } from './kept-answers.ts'
import { projectListOf } from './project-list.ts'
import { projectSpendOf } from './project-spend.ts'
import type { ReportsDeps } from './reports.ts'
import { findProject, teamExists } from './store/projects.ts'
import { reportVersion } from './store/version.ts'
import { teamSpendOf } from './team-spend.ts'
import { Unattributed } from './unattributed/api.ts'
import { unattributedPage } from './unattributed/unattributed.ts'
import { valueRoutes } from './value/routes.ts'

const MAX_EXPORT_DAYS = 1_200
const MAX_KEPT_BYTES = 32 * 1024 * 1024
const tags = ['reports']

type Answer = { [field: string]: unknown }

export function reportRoutes(app: App, deps: ReportsDeps): void {
  const answers = createKeptAnswers(MAX_KEPT_BYTES)

  /** Sends what was answered before to somebody who sees the same teams, as long as nothing that it says has changed. */
  async function sendKept(reply: FastifyReply, actor: Actor, asked: string, make: () => Promise<Answer>) {
    const teams = visibleTeams(actor)?.toSorted() ?? '*'
    const today = costDayOf(deps.clock.now())
    const key = `${asked} ${teams} ${today} ${deps.nextCollectionAt()?.getTime()} ${await reportVersion(deps.db)}`
    const answer = await answers.of(key, async () => String(reply.serializeInput(await make(), '200')))
    return reply.type('application/json; charset=utf-8').send(answer)
  }

  valueRoutes(app, deps, sendKept)

  app.route({
    method: 'GET',
    url: '/api/home',
    config: { access: 'signed-in' },
    schema: { summary: 'What the first page shows', tags, response: { 200: api.Home, default: Problem } },
    handler: (request, reply) => {
      const actor = actorOf(request)
      return sendKept(reply, actor, 'home', () => homeOf(deps, visibleTeams(actor)))
    },
  })

  app.route({
    method: 'GET',
    url: '/api/projects',
    config: { access: 'signed-in' },
    schema: {
      summary: 'Projects with what they spent',
      tags,
      querystring: api.ProjectsQuery,
      response: { 200: pageOf(api.ProjectRow).extend({ freshness: api.Freshness }), default: Problem },
    },
    handler: async (request, reply) => {
      const actor = actorOf(request)
      const { query } = request
      if (query.teamId) requireTeam(actor, query.teamId)
      const make = () => projectListOf(deps, visibleTeams(actor), query)
      return sendKept(reply, actor, `projects ${JSON.stringify(query)}`, make)
    },
  })

  app.route({
    method: 'GET',
    url: '/api/projects/:id/spend',
    config: { access: 'signed-in' },
    schema: {
      summary: 'What a project spent, by day and line item',
      tags,
      params: IdParams,
      querystring: api.DaysQuery,
      response: { 200: api.ProjectSpend, default: Problem },
    },
    handler: (request, reply) => {
      const actor = actorOf(request)
      const { id } = request.params
      const { days } = request.query
      return sendKept(reply, actor, `project ${id} ${days}`, async () => {
        const project = await findProject(deps.db, id)
        if (!project) throw notFound('not-found')
        requireTeam(actor, project.teamId)
        return projectSpendOf(deps, visibleTeams(actor), project, days)
      })
    },
  })

  app.route({
    method: 'GET',
    url: '/api/teams/:id/spend',
    config: { access: 'signed-in' },
    schema: {
      summary: 'What a team spent, by day',
      tags,
      params: IdParams,
      querystring: api.DaysQuery,
      response: { 200: api.TeamSpend, default: Problem },
    },
    handler: async (request) => {
      requireTeam(actorOf(request), request.params.id)
      const { id } = request.params
      if (!(await teamExists(deps.db, id))) throw notFound('not-found')
      return teamSpendOf(deps, id, request.query.days)
    },
  })

  app.route({
    method: 'GET',
    url: '/api/unattributed',
    config: { access: 'admin' },
    schema: {
      summary: 'Costs that no binding covers',
      tags,
      querystring: api.DaysQuery,
      response: { 200: Unattributed, default: Problem },
    },
    handler: (request) => unattributedPage(deps, request.query.days),
  })

  app.route({
    method: 'GET',
    url: '/api/export/costs',
    config: { access: 'signed-in' },
    schema: {
      summary: 'The bill line by line as CSV',
      tags,
      produces: ['text/csv'],
      querystring: api.ExportQuery,
      response: { 200: z.any().describe('text/csv'), default: Problem },
    },
    handler: async (request, reply) => {
      const actor = actorOf(request)
      const { from, to, teamId } = request.query
      if (from > to || countDays(from, to) > MAX_EXPORT_DAYS) throw invalid('export-window-invalid')
      if (teamId) requireTeam(actor, teamId)
      const teamIds = teamId ? [teamId] : visibleTeams(actor)
      const csv = exportCosts(deps.db, { from, to, today: costDayOf(deps.clock.now()), teamIds })
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="costs_${from}_${to}.csv"`)
        .send(csv)
    },
  })
}
