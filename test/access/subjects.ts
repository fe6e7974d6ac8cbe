import type { Request } from './row.ts'
import type { World } from './world.ts'

export const team = ({ own }: World) => ({ params: { id: own.teamId } })
export const project = ({ own }: World) => ({ params: { id: own.projectId } })

export async function freshTeam(world: World): Promise<Request> {
  const { id } = await world.as('POST', '/api/teams', { name: `새 팀 ${world.fresh()}` })
  return { params: { id } }
}

export async function freshProject(world: World): Promise<Request> {
  const name = `새 프로젝트 ${world.fresh()}`
  const { id } = await world.as('POST', '/api/projects', { teamId: world.own.teamId, name })
  return { params: { id } }
}
