import { z } from 'zod'
import { actorOf } from '../../people/access.ts'
import type { App } from '../../platform/http/app.ts'
import { IdParams, Problem } from '../../platform/http/schemas.ts'
import { Binding, BindingInput, BindingResult, Candidate, ImportInput } from '../api.ts'
import type { Teams } from '../create-teams.ts'

const tags = ['bindings']
const config = { access: 'signed-in' } as const
const Results = z.object({ items: z.array(BindingResult) })
const Candidates = z.object({
  items: z.array(Candidate),
  problems: z.array(z.object({ keyLast4: z.string(), code: z.string(), detail: z.string() })),
})

export function bindingRoutes(app: App, { bindings, candidates }: Teams): void {
  app.route({
    method: 'GET',
    url: '/api/teams/:id/candidates',
    config,
    schema: {
      summary: 'OpenAI projects that a team can choose from, asked live',
      tags,
      params: IdParams,
      response: { 200: Candidates, default: Problem },
    },
    handler: async (request) => candidates.forTeam(actorOf(request), request.params.id),
  })

  app.route({
    method: 'GET',
    url: '/api/projects/:id/candidates',
    config,
    schema: {
      summary: 'OpenAI projects that can be bound to a project, asked live',
      tags,
      params: IdParams,
      response: { 200: Candidates, default: Problem },
    },
    handler: async (request) => candidates.forProject(actorOf(request), request.params.id),
  })

  app.route({
    method: 'POST',
    url: '/api/teams/:id/import',
    config,
    schema: {
      summary: 'One new project per OpenAI project, named after it',
      tags,
      params: IdParams,
      body: ImportInput,
      response: { 200: Results, default: Problem },
    },
    handler: async (request) => ({
      items: await bindings.importProjects(actorOf(request), request.params.id, request.body.externalIds),
    }),
  })

  app.route({
    method: 'GET',
    url: '/api/projects/:id/bindings',
    config,
    schema: {
      summary: 'Project IDs of a project, past ones too',
      tags,
      params: IdParams,
      response: { 200: z.object({ items: z.array(Binding) }), default: Problem },
    },
    handler: async (request) => ({ items: await bindings.list(actorOf(request), request.params.id) }),
  })

  app.route({
    method: 'POST',
    url: '/api/projects/:id/bindings',
    config,
    schema: {
      summary: 'Register Project IDs',
      description: 'Each gets its own answer; the good ones are bound even if others are refused.',
      tags,
      params: IdParams,
      body: BindingInput,
      response: { 200: Results, default: Problem },
    },
    handler: async (request) => ({
      items: await bindings.bind(actorOf(request), request.params.id, request.body.externalIds),
    }),
  })

  app.route({
    method: 'DELETE',
    url: '/api/bindings/:id',
    config,
    schema: {
      summary: 'Unregister a Project ID; its history stays',
      tags,
      params: IdParams,
      response: { 200: Binding, default: Problem },
    },
    handler: async (request) => bindings.end(actorOf(request), request.params.id),
  })
}
