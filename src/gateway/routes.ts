import type { Db } from '../platform/db/database.ts'
import type { App } from '../platform/http/app.ts'
import { Problem } from '../platform/http/schemas.ts'
import { Connection } from './api.ts'
import { isAnyProcessAlive } from './store/processes.ts'

export type ConnectionDeps = { db: Db; publicUrl: string }

/** What whoever connects a program must know of this installation. */
export function connectionRoutes(app: App, { db, publicUrl }: ConnectionDeps): void {
  app.route({
    method: 'GET',
    url: '/api/connection',
    config: { access: 'signed-in' },
    schema: {
      summary: 'The addresses that programs of a project call, and whether a gateway answers there',
      tags: ['project-keys'],
      response: { 200: Connection, default: Problem },
    },
    handler: async () => ({
      url: publicUrl,
      openaiBaseUrl: `${publicUrl}/openai/v1`,
      tracesUrl: `${publicUrl}/otlp/v1/traces`,
      gateway: (await isAnyProcessAlive(db)) ? ('running' as const) : ('absent' as const),
    }),
  })
}
