import type { App } from '../../platform/http/app.ts'
import { Problem } from '../../platform/http/schemas.ts'
import { actorOf } from '../access.ts'
import { Me, ProfileInput } from '../api.ts'
import { personIdOf } from '../me.ts'
import type { People } from '../people.ts'

const tags = ['people']

export function meRoutes(app: App, people: People): void {
  app.get(
    '/api/me',
    {
      config: { access: 'signed-in' },
      schema: { summary: 'Who is signed in', tags, response: { 200: Me, default: Problem } },
    },
    async (request) => people.me(personIdOf(actorOf(request))),
  )

  app.patch(
    '/api/me',
    {
      config: { access: 'signed-in' },
      schema: { summary: 'Change your name', tags, body: ProfileInput, response: { 200: Me, default: Problem } },
    },
    async (request) => people.rename(actorOf(request), request.body.name),
  )
}
