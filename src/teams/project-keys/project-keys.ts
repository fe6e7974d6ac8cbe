import { recordAction } from '../../actions/record.ts'
import { type Actor, requireLead } from '../../people/actor.ts'
import type { Db } from '../../platform/db/database.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import type { TeamsDeps } from '../deps.ts'
import { findVisibleProject } from '../projects.ts'
import { lockProject } from '../store/projects.ts'
import { hashOf, isProjectSecret, newProjectSecret } from './secret.ts'
import { findLivingKey, insertProjectKey, type LivingKey, livingKeys, type ProjectKeyRow } from './store.ts'

export type NewKeyInput = { name: string; expiresAt: Date | null }

/** Keys that programs of one project call with. The secret leaves this file once, in the answer to its creation. */
export function createProjectKeyVerbs({ db, clock }: Pick<TeamsDeps, 'db' | 'clock'>) {
  return {
    create: async (
      actor: Actor,
      projectId: string,
      { name, expiresAt }: NewKeyInput,
    ): Promise<{ key: ProjectKeyRow; secret: string }> => {
      const seen = await findVisibleProject({ db }, actor, projectId)
      requireLead(actor, seen.team_id)
      const secret = newProjectSecret()
      const key = await db.transaction().execute(async (tx) => {
        const project = await lockProject(tx, projectId)
        if (!project || project.team_id !== seen.team_id) throw notFound('not-found')
        if (project.archived_at) throw conflict('project-archived')
        const at = clock.now()
        const lastFour = secret.slice(-4)
        await recordAction(tx, {
          at,
          kind: 'project-key.created',
          actor,
          subject: name,
          teamId: project.team_id,
          projectId,
          after: { lastFour, expiresAt: expiresAt?.toISOString() ?? null },
        })
        const given = { projectId, name, lastFour, expiresAt, hash: hashOf(secret) }
        return insertProjectKey(tx, { ...given, createdAt: at, createdBy: actor.personId })
      })
      return { key, secret }
    },

    livingKeys: (on: Db): Promise<LivingKey[]> => livingKeys(on),

    /** Null for a secret that is not one, is unknown, withdrawn, expired, or of an archived project. */
    find: async (on: Db, secret: string): Promise<LivingKey | null> => {
      if (!isProjectSecret(secret)) return null
      const key = await findLivingKey(on, hashOf(secret))
      return key && (key.expiresAt === null || key.expiresAt > clock.now()) ? key : null
    },
  }
}
