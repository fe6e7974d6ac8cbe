import { z } from 'zod'
import { actorOf } from '../people/access.ts'
import { requireTeam, visibleTeams } from '../people/actor.ts'
import { costDayOf, countDays } from '../platform/cost-day.ts'
import { invalid, notFound } from '../platform/errors.ts'
import type { App } from '../platform/http/app.ts'
import { IdParams, Problem, pageOf } from '../platform/http/schemas.ts'
import * as api from './api.ts'
import { exportCosts } from './export-costs.ts'
import { projectListOf } from './project-list.ts'
import { projectSpendOf } from './project-spend.ts'
import { homeOf, type ReportsDeps, teamSpendOf } from './reports.ts'
import { findProject, teamExists } from './store/projects.ts'
import { unattributedPage } from './unattributed.ts'

const MAX_EXPORT_DAYS = 1_200
const tags = ['reports']

export function reportRoutes(app: App, deps: ReportsDeps): void {
  app.route({
    method: 'GET',
    url: '/api/home',
    config: { access: 'signed-in' },
    schema: { summary: 'What the first page shows', tags, response: { 200: api.Home, default: Problem } },
    handler: (request) => homeOf(deps, visibleTeams(actorOf(request))),
  })

  app.route({
    method: 'GET',
    url: '/api/projects',
    config: { access: 'signed-in' },
    schema: {
      summary: 'Projects with what they spent',
      tags,
      querystring: api.ProjectsQuery,
      response: { 200: pageOf(api.ProjectRow), default: Problem },
    },
    handler: async (request) => {
      const actor = actorOf(request)
      if (request.query.teamId) requireTeam(actor, request.query.teamId)
      return projectListOf(deps, visibleTeams(actor), request.query)
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
    handler: async (request) => {
      const project = await findProject(deps.db, request.params.id)
      if (!project) throw notFound('not-found')
      requireTeam(actorOf(request), project.teamId)
      return projectSpendOf(deps, project, request.query.days)
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
      response: { 200: api.Unattributed, default: Problem },
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
