import type { App } from '../../platform/http/app.ts'
import { Empty, Problem } from '../../platform/http/schemas.ts'
import { callerOf, setCookies } from '../access.ts'
import { Me, SetupInput, SetupState, SignInInput } from '../api.ts'
import type { People } from '../people.ts'

const tags = ['people']

export function signInRoutes(app: App, people: People): void {
  app.get(
    '/api/setup',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Whether the workspace waits for its first admin',
        tags,
        response: { 200: SetupState, default: Problem },
      },
    },
    async () => ({ needed: await people.needsSetup() }),
  )

  app.post(
    '/api/setup',
    {
      config: { access: 'public' },
      schema: {
        summary: "Create the first admin with the code from the server's log, and sign in",
        tags,
        body: SetupInput,
        response: { 201: Me, default: Problem },
      },
    },
    async (request, reply) => {
      const { personId, cookies } = await people.setUp(request.body, callerOf(request))
      setCookies(reply, cookies)
      return reply.status(201).send(await people.me(personId))
    },
  )

  app.post(
    '/api/sign-in',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Sign in with e-mail and password',
        description: 'The answer is the same for an unknown account and a wrong password.',
        tags,
        body: SignInInput,
        response: { 200: Me, default: Problem },
      },
    },
    async (request, reply) => {
      const { personId, cookies } = await people.signIn(request.body, callerOf(request))
      setCookies(reply, cookies)
      return people.me(personId)
    },
  )

  app.post(
    '/api/sign-out',
    {
      config: { access: 'signed-in' },
      schema: { summary: 'End this session', tags, response: { 204: Empty, default: Problem } },
    },
    async (request, reply) => {
      setCookies(reply, await people.signOut(callerOf(request)))
      return reply.status(204).send(null)
    },
  )
}
