import type { FastifyRequest } from 'fastify'
import { unauthenticated } from '../../platform/errors.ts'
import type { App } from '../../platform/http/app.ts'
import type { LivingKey } from './store/project-keys.ts'

export type CallingKey = { id: string; projectId: string; teamId: string }

declare module 'fastify' {
  interface FastifyRequest {
    /** On routes for programs only: the key that they were let in by. */
    projectKey: CallingKey | null
  }
}

/** Lets programs in where a route is for them (`access: 'project-key'`), by a key of one project and by nothing else. */
export function admitProjectKeys(
  app: App,
  { find, noteUse }: { find(secret: string): Promise<LivingKey | null>; noteUse(keyId: string): Promise<void> },
): void {
  app.decorateRequest('projectKey', null)
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.access !== 'project-key') return
    const secret = /^Bearer +(\S{1,200}) *$/i.exec(request.headers.authorization ?? '')?.[1]
    const key = secret === undefined ? null : await find(secret)
    if (key === null) throw unauthenticated('project-key-needed')
    await noteUse(key.id)
    request.projectKey = { id: key.id, projectId: key.projectId, teamId: key.teamId }
  })
}

export function projectKeyOf(request: FastifyRequest): CallingKey {
  if (request.projectKey === null) throw unauthenticated('project-key-needed')
  return request.projectKey
}
