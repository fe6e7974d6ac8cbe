import { recordAction } from '../../actions/record.ts'
import { type Actor, canSeeTeam, requireLead } from '../../people/actor.ts'
import { DAY } from '../../platform/clock.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import type { TeamsDeps } from '../deps.ts'
import { findVisibleProject } from '../projects.ts'
import { lockProject } from '../store/projects.ts'
import type { ProjectKey } from './api.ts'
import { createKeyUse } from './key-use.ts'
import { keyView, viewsOf } from './key-view.ts'
import { hashOf, isProjectSecret, newProjectSecret } from './secret.ts'
import {
  findLivingKey,
  findProjectKey,
  insertProjectKey,
  type LivingKey,
  listProjectKeys,
  livingKeys,
  lockProjectKey,
  type ProjectKeyRow,
  renameProjectKey,
  revokeProjectKey,
} from './store/project-keys.ts'

export type NewKeyInput = { name: string; expiresAt: Date | null }

/** Keys that programs of one project call with. The secret leaves this file once, in the answer to its creation. */
export function createProjectKeyVerbs({ db, clock, people }: Pick<TeamsDeps, 'db' | 'clock' | 'people'>) {
  const view = async (row: ProjectKeyRow): Promise<ProjectKey> => keyView(row, clock.now(), await namesOf([row]))

  async function namesOf(rows: readonly ProjectKeyRow[]) {
    return people.find([...new Set(rows.flatMap(({ createdBy }) => createdBy ?? []))])
  }

  /** By whoever leads the team that the project belongs to now. */
  async function change(
    actor: Actor,
    id: string,
    deed: (tx: Tx, key: ProjectKeyRow, about: ReturnType<typeof aboutKey>) => Promise<void>,
  ): Promise<ProjectKey> {
    const seen = await findProjectKey(db, id)
    if (!seen || !canSeeTeam(actor, seen.teamId)) throw notFound('not-found')
    requireLead(actor, seen.teamId)
    const changed = await db.transaction().execute(async (tx) => {
      const project = await lockProject(tx, seen.projectId)
      if (project?.team_id !== seen.teamId) throw notFound('not-found')
      const key = await lockProjectKey(tx, id)
      if (!key) throw notFound('not-found')
      await deed(tx, key, aboutKey(actor, key, seen.teamId))
      return findProjectKey(tx, id)
    })
    if (!changed) throw notFound('not-found')
    return view(changed)
  }

  const aboutKey = (actor: Actor, key: ProjectKeyRow, teamId: string) => ({
    at: clock.now(),
    actor,
    teamId,
    projectId: key.projectId,
    subject: key.name,
  })

  return {
    list: async (actor: Actor, projectId: string): Promise<ProjectKey[]> => {
      await findVisibleProject({ db }, actor, projectId)
      const rows = await listProjectKeys(db, projectId)
      return viewsOf(rows, clock.now(), await namesOf(rows))
    },

    /** When a key ends that lives for so many days from now on. */
    endAfter: (days: number | null): Date | null =>
      days === null ? null : new Date(clock.now().getTime() + days * DAY),

    create: async (
      actor: Actor,
      projectId: string,
      { name, expiresAt }: NewKeyInput,
    ): Promise<{ key: ProjectKey; secret: string }> => {
      const seen = await findVisibleProject({ db }, actor, projectId)
      requireLead(actor, seen.team_id)
      const secret = newProjectSecret()
      const key = await db.transaction().execute(async (tx) => {
        const project = await lockProject(tx, projectId)
        if (!project || project.team_id !== seen.team_id) throw notFound('not-found')
        if (project.archived_at) throw conflict('project-archived')
        const at = clock.now()
        const lastFour = secret.slice(-4)
        const given = { projectId, name, lastFour, expiresAt, hash: hashOf(secret) }
        const made = await insertProjectKey(tx, { ...given, createdAt: at, createdBy: actor.personId })
        await recordAction(tx, {
          ...aboutKey(actor, made, project.team_id),
          kind: 'project-key.created',
          after: { lastFour, expiresAt: expiresAt?.toISOString() ?? null },
        })
        return made
      })
      return { key: await view(key), secret }
    },

    rename: (actor: Actor, id: string, name: string): Promise<ProjectKey> =>
      change(actor, id, async (tx, key, about) => {
        if (key.name === name) return
        await renameProjectKey(tx, id, name)
        const [before, after] = [{ name: key.name }, { name }]
        await recordAction(tx, { ...about, kind: 'project-key.renamed', before, after })
      }),

    /** For good: every gateway refuses it within a second, and what was recorded with it stays. */
    revoke: (actor: Actor, id: string, reason: string): Promise<ProjectKey> =>
      change(actor, id, async (tx, key, about) => {
        if (key.revokedAt) return
        await revokeProjectKey(tx, id, about.at)
        await recordAction(tx, { ...about, kind: 'project-key.revoked', reason, before: { lastFour: key.lastFour } })
      }),

    livingKeys: (on: Db): Promise<LivingKey[]> => livingKeys(on),

    /** Null for a secret that is not one, is unknown, withdrawn, expired, or of an archived project. */
    find: async (on: Db, secret: string): Promise<LivingKey | null> => {
      if (!isProjectSecret(secret)) return null
      const key = await findLivingKey(on, hashOf(secret))
      return key && (key.expiresAt === null || key.expiresAt > clock.now()) ? key : null
    },

    noteUse: createKeyUse(db),
  }
}
