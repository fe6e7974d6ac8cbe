import { lead, ofTeam, type Request, type Row, row, signedIn } from './row.ts'
import { freshProject, project } from './subjects.ts'
import type { World } from './world.ts'

async function freshKey(world: World): Promise<Request> {
  const { id } = await world.as('POST', `/api/projects/${world.own.projectId}/keys`, { name: `서버 ${world.fresh()}` })
  return { params: { id } }
}

const openAiKey = ({ server }: World) => ({ key: server.simulator.keys.projectKey })

async function projectWithOpenAiKey(world: World): Promise<Request> {
  const request = await freshProject(world)
  await world.as('PUT', `/api/projects/${request.params?.id}/openai-key`, openAiKey(world))
  return request
}

export const KEY_ROWS: Readonly<Record<string, Row>> = {
  'GET /api/connection': row(signedIn(200)),
  'GET /api/projects/{id}/keys': row(ofTeam(200), project),
  'POST /api/projects/{id}/keys': row(lead(201), (world) => ({
    ...project(world),
    body: { name: `서버 ${world.fresh()}` },
  })),
  'PATCH /api/project-keys/{id}': row(lead(200), async (world) => ({
    ...(await freshKey(world)),
    body: { name: `새 이름 ${world.fresh()}` },
  })),
  'POST /api/project-keys/{id}/revoke': row(lead(200), async (world) => ({
    ...(await freshKey(world)),
    body: { reason: '교체' },
  })),
  'GET /api/projects/{id}/openai-key': row(ofTeam(200), project),
  'PUT /api/projects/{id}/openai-key': row(lead(200), (world) => ({ ...project(world), body: openAiKey(world) })),
  'POST /api/projects/{id}/openai-key/test': row(lead(200), projectWithOpenAiKey),
  'DELETE /api/projects/{id}/openai-key': row(lead(204), projectWithOpenAiKey),
}
