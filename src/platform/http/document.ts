import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { App } from './app.ts'

type Transform = NonNullable<FastifyDynamicSwaggerOptions['transform']>
type Described = Record<string, unknown>

const DESCRIPTION = `AI cost management. Money is an exact decimal string with its currency; cost days are UTC days
(09:00 KST to 09:00 KST); instants are RFC 3339 in UTC. Errors are RFC 9457 problem details with a stable code. Writes
accept an Idempotency-Key. Lists that have a nextCursor go on with ?cursor=.`

/** The document of all of `/api` is made from the routes themselves, so it cannot fall behind them. */
export async function describeApi(app: App, about: { version: string; publicUrl: string }): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'finops-for-ai', version: about.version, description: DESCRIPTION },
      servers: [{ url: about.publicUrl }],
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'finops.session_token',
            description: 'Set by POST /api/sign-in',
          },
          token: { type: 'http', scheme: 'bearer', description: 'Personal token, fin_…' },
          projectKey: { type: 'http', scheme: 'bearer', description: 'Key of a project, fin_…' },
        },
      },
    },
    transform: describeRoute,
    transformObject: (document) => {
      const made = createJsonSchemaTransformObject({})(document)
      if (!('components' in made) || !made.components?.schemas) return made
      const { schemas } = made.components
      const kept = namesReachable(made.paths, schemas)
      made.components.schemas = Object.fromEntries(Object.entries(schemas).filter(([name]) => kept.has(name)))
      return made
    },
  })
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: false })
  app.get('/api/openapi.json', { schema: { hide: true }, config: { access: 'public' } }, () => app.swagger())
}

const toJsonSchema = createJsonSchemaTransform({ skipList: [] })

const describeRoute: Transform = (input) => {
  const { schema, url } = toJsonSchema(input)
  if (!url.startsWith('/api/')) return { schema: { ...schema, hide: true }, url }
  const access = input.route.config?.access
  const people = [{ session: [] }, { token: [] }]
  const security = access === 'public' ? [] : access === 'project-key' ? [{ projectKey: [] }] : people
  const described: Described = { ...schema, operationId: operationId(String(input.route.method), url), security }
  return { schema: described, url }
}

/** `GET /api/teams/{id}/members` → `getTeamsIdMembers` */
function operationId(method: string, url: string): string {
  const words = url.replace(/^\/api\//, '').split(/[^A-Za-z0-9]+/)
  const name = words.filter(Boolean).map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  return `${method.toLowerCase()}${name.join('')}`
}

/** Each shape exists once as answer and once as input; only what a route leads to is kept. */
function namesReachable(from: unknown, shapes: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (found.has(name)) continue
      found.add(name)
      visit(shapes[name] ?? null)
    }
  }
  visit(from)
  return found
}
