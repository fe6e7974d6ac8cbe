import { type Actor, requireLead } from '../people/actor.ts'
import { notFound } from '../platform/errors.ts'
import type { Binding } from './api.ts'
import { bindingView, endBindings } from './bindings.ts'
import type { TeamsDeps } from './deps.ts'
import { findVisibleProject } from './projects.ts'
import { bindingsOfProject, findBinding } from './store/bindings.ts'
import { lockProject } from './store/projects.ts'

export function createBindingVerbs(deps: Pick<TeamsDeps, 'db' | 'clock' | 'onAttributionChanged'>) {
  const { db } = deps
  return {
    list: async (actor: Actor, projectId: string): Promise<Binding[]> => {
      await findVisibleProject(deps, actor, projectId)
      return (await bindingsOfProject(db, projectId)).map(bindingView)
    },

    /** Ends it and keeps its history. Ending an ended one changes nothing. */
    end: async (actor: Actor, id: string): Promise<Binding> => {
      const seen = await findBinding(db, id)
      if (!seen) throw notFound('not-found')
      const project = await findVisibleProject(deps, actor, seen.project_id)
      requireLead(actor, project.team_id)
      await db.transaction().execute(async (tx) => {
        await lockProject(tx, project.id)
        const row = await findBinding(tx, id)
        if (row?.to_at === null) await endBindings(tx, deps, actor, project.team_id, [row])
      })
      const ended = await findBinding(db, id)
      if (!ended) throw notFound('not-found')
      return bindingView(ended)
    },
  }
}
