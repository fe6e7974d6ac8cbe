import type { App } from '../../platform/http/app.ts'
import { IdParams, Problem } from '../../platform/http/schemas.ts'
import { actorOf, sessionOf } from '../access.ts'
import { Person, PersonChange, WorkspaceSettings, WorkspaceSettingsInput } from '../api.ts'
import type { People } from '../people.ts'
import { itemsOf } from './items-of.ts'

const tags = ['people']

export function directoryRoutes(app: App, people: People): void {
  app.get(
    '/api/people',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'Everybody for admins, otherwise the people of your teams',
        tags,
        response: { 200: itemsOf(Person), default: Problem },
      },
    },
    async (request) => ({ items: await people.peopleFor(actorOf(request)) }),
  )

  app.patch(
    '/api/people/:id',
    {
      config: { access: 'admin' },
      schema: {
        summary: "Change a person's role, disable or enable them",
        description: 'The last admin stays one: 409. Not with a personal token.',
        tags,
        params: IdParams,
        body: PersonChange,
        response: { 200: Person, default: Problem },
      },
    },
    async (request) => people.changePerson(sessionOf(request).actor, request.params.id, request.body),
  )

  app.get(
    '/api/workspace',
    {
      config: { access: 'signed-in' },
      schema: { summary: 'Settings of the workspace', tags, response: { 200: WorkspaceSettings, default: Problem } },
    },
    async () => people.workspaceSettings(),
  )

  app.patch(
    '/api/workspace',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Change the settings of the workspace',
        tags,
        body: WorkspaceSettingsInput,
        response: { 200: WorkspaceSettings, default: Problem },
      },
    },
    async (request) => people.changeWorkspace(actorOf(request), request.body),
  )
}
