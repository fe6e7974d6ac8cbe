import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { SECOND } from '../platform/clock.ts'
import type { Admin } from './access.ts'
import { badRequest, projectNotFound, standardError } from './api-error.ts'
import { createApiKey } from './api-key.ts'
import { parseBody } from './body.ts'
import { idPage } from './id-page.ts'
import type { Organization, Project } from './organization.ts'
import { flagOf, queryOf } from './query.ts'
import { alphanumeric, hashText } from './random.ts'
import { findProject, type World } from './world.ts'

const Create = z.object({
  name: z.string().min(1),
  residency: z.string().nullish(),
  external_key_id: z.string().nullish(),
})
const Modify = z.object({ name: z.string().min(1).nullish(), external_key_id: z.string().nullish() })
const Params = z.object({ project_id: z.string() })

const PROJECTS = '/organization/projects'
const PROJECT = `${PROJECTS}/:project_id`

export function registerProjects(app: FastifyInstance, admin: Admin): void {
  app.get(PROJECTS, async (request) => {
    const query = queryOf(request.query)
    const { organization } = admin.read(request)
    const isShown = (project: Project) => project.archivedAt === null || flagOf(query, 'include_archived') === true
    return idPage(organization.projects.filter(isShown).map(projectBody), query, { fallback: 20, max: 100 })
  })

  app.post(PROJECTS, async (request) => {
    const world = admin.write(request)
    const project = createProject(world.organization, parseBody(Create, request).name, world.now())
    return projectBody(project)
  })

  app.get(PROJECT, async (request) => projectBody(projectOf(admin.read(request), request.params)))

  app.post(PROJECT, async (request) => {
    const project = projectOf(admin.write(request), request.params)
    project.name = parseBody(Modify, request).name ?? project.name
    return projectBody(project)
  })

  app.post(`${PROJECT}/archive`, async (request) => {
    const world = admin.write(request)
    const project = projectOf(world, request.params)
    if (project.archivedAt !== null) throw badRequest('Project is already archived.', null, 'project_archived')
    project.archivedAt = world.now()
    const from = world.now() + admin.limitDelay
    world.interruptions.open({ reason: 'project_archived', projectId: project.id, from })
    return projectBody(project)
  })
}

export function projectOf(world: World, params: unknown): Project {
  const { project_id: id } = Params.parse(params)
  const project = findProject(world, id)
  if (project === undefined) throw projectNotFound(id)
  return project
}

/** Changes inside an archived project are refused. */
export function activeProjectOf(world: World, params: unknown): Project {
  const project = projectOf(world, params)
  if (project.archivedAt === null) return project
  throw standardError(400, `Project ${project.id} is archived.`, { code: 'project_archived' })
}

function createProject(organization: Organization, name: string, now: number): Project {
  const hash = hashText(organization.seed, `created ${organization.projects.length} ${name}`)
  const project: Project = {
    id: `proj_${alphanumeric(hash, 24)}`,
    name,
    createdAt: now,
    archivedAt: null,
    apiKeys: [createApiKey(hash, now, 'service_account')],
    streams: [],
  }
  organization.projects.push(project)
  return project
}

function projectBody(project: Project) {
  return {
    id: project.id,
    object: 'organization.project' as const,
    name: project.name,
    created_at: Math.floor(project.createdAt / SECOND),
    archived_at: project.archivedAt === null ? null : Math.floor(project.archivedAt / SECOND),
    status: project.archivedAt === null ? 'active' : 'archived',
    external_key_id: null,
    residency: 'GLOBAL' as const,
  }
}
