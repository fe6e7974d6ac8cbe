import { type Actor, canSeeTeam, requireLead, requireTeam } from '../people/actor.ts'
import type { Db } from '../platform/db/database.ts'
import { conflict, notFound } from '../platform/errors.ts'
import { findProjects, isTeam, type OwnedProject } from './store/thresholds.ts'

/** What one may not see does not exist. */
export async function visibleProject(db: Db, actor: Actor, projectId: string): Promise<OwnedProject> {
  const [project] = await findProjects(db, { projectId })
  if (!project || !canSeeTeam(actor, project.teamId)) throw notFound('not-found')
  return project
}

export async function changeableProject(db: Db, actor: Actor, projectId: string): Promise<OwnedProject> {
  const project = await visibleProject(db, actor, projectId)
  requireLead(actor, project.teamId)
  if (project.archivedAt) throw conflict('project-archived')
  return project
}

export async function requireVisibleTeam(db: Db, actor: Actor, teamId: string): Promise<void> {
  requireTeam(actor, teamId)
  if (!(await isTeam(db, teamId))) throw notFound('not-found')
}
