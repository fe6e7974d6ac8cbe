import { actorOf } from '../../people/access.ts'
import type { App } from '../../platform/http/app.ts'
import { Empty, IdParams, Problem } from '../../platform/http/schemas.ts'
import type { Teams } from '../create-teams.ts'
import { OpenAiKeyCheck, ProjectOpenAiKeyInput, ProjectOpenAiKeyView, StoredOpenAiKey } from '../project-keys/api.ts'

const tags = ['project-keys']
const config = { access: 'signed-in' } as const
const url = '/api/projects/:id/openai-key'

export function providerKeyRoutes(app: App, { providerKeys }: Teams): void {
  app.route({
    method: 'GET',
    url,
    config,
    schema: {
      summary: "The OpenAI key that the gateway goes on with for a project's calls",
      tags,
      params: IdParams,
      response: { 200: ProjectOpenAiKeyView, default: Problem },
    },
    handler: async (request) => providerKeys.view(actorOf(request), request.params.id),
  })

  app.route({
    method: 'PUT',
    url,
    config,
    schema: {
      summary: "Store a project's OpenAI key, or replace it",
      description:
        'Checked live with a call that costs nothing, then stored encrypted; only the last four characters are ever shown again. Another address needs ALLOW_CUSTOM_BASE_URL and an admin.',
      tags,
      params: IdParams,
      body: ProjectOpenAiKeyInput,
      response: { 200: StoredOpenAiKey, default: Problem },
    },
    handler: async (request) => providerKeys.set(actorOf(request), request.params.id, request.body),
  })

  app.route({
    method: 'POST',
    url: `${url}/test`,
    config,
    schema: {
      summary: "Ask OpenAI now whether it takes a project's key",
      tags,
      params: IdParams,
      response: { 200: OpenAiKeyCheck, default: Problem },
    },
    handler: async (request) => providerKeys.test(actorOf(request), request.params.id),
  })

  app.route({
    method: 'DELETE',
    url,
    config,
    schema: {
      summary: "Remove a project's OpenAI key",
      description: 'Calls that bring no OpenAI key of their own are refused from then on.',
      tags,
      params: IdParams,
      response: { 204: Empty, default: Problem },
    },
    handler: async (request, reply) => {
      await providerKeys.remove(actorOf(request), request.params.id)
      return reply.status(204).send(null)
    },
  })
}
