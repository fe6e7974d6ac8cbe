import { sql } from 'kysely'
import type { Tx } from '../platform/db/database.ts'

/** Who acts, as far as this record needs to know; `people/` hands in its Actor. */
export type ActionActor = { personId: string | null; name: string; via: string }

export type NewAction = {
  at: Date
  kind: ActionKind
  actor: ActionActor
  /** The name of the thing acted upon, as it was at that moment. Never a secret. */
  subject: string
  teamId?: string | null
  projectId?: string | null
  reason?: string | null
  before?: Readonly<Record<string, unknown>> | null
  after?: Readonly<Record<string, unknown>> | null
}

export type ActionKind =
  | 'workspace.created'
  | 'workspace.changed'
  | 'person.joined'
  | 'person.changed'
  | 'person.invited'
  | 'invitation.withdrawn'
  | 'token.created'
  | 'token.revoked'
  | 'team.created'
  | 'team.renamed'
  | 'team.archived'
  | 'team.restored'
  | 'member.added'
  | 'member.changed'
  | 'member.removed'
  | 'admin-key.registered'
  | 'admin-key.replaced'
  | 'admin-key.deactivated'
  | 'admin-key.reactivated'
  | 'admin-key.broken'
  | 'project.created'
  | 'project.renamed'
  | 'project.archived'
  | 'project.restored'
  | 'project.moved'
  | 'project-key.created'
  | 'project-key.renamed'
  | 'project-key.revoked'
  | 'openai-key.set'
  | 'openai-key.replaced'
  | 'openai-key.removed'
  | 'binding.started'
  | 'binding.ended'
  | 'price.set'
  | 'price.removed'
  | 'threshold.set'
  | 'threshold.removed'
  | 'threshold.raised'
  | 'threshold.paused'
  | 'breach.acknowledged'
  | 'block.requested'
  | 'block.escalated'
  | 'block.applied'
  | 'block.step-refused'
  | 'block.confirmed'
  | 'block.violated'
  | 'block.limit-undone'
  | 'block.release-requested'
  | 'block.release-refused'
  | 'block.released'
  | 'block.expired'
  | 'block.restored'
  | 'api-key.deletion-begun'
  | 'api-key.deleted'
  | 'team-message.sent'
  | 'limit-change.acknowledged'
  | 'channel.created'
  | 'channel.changed'
  | 'channel.removed'
  | 'webhook-hosts.changed'
  | 'outcomes.entered'
  | 'outcomes.imported'
  | 'outcomes.corrected'
  | 'outcomes.removed'
  | 'outcomes.scale-changed'
  | 'secrets.rotated'
  | 'secrets.abandoned'

/** Adds the row inside the transaction of the deed itself: there is no deed without it. */
export async function recordAction(tx: Tx, action: NewAction): Promise<void> {
  await sql`
    insert into actions (at, kind, actor_id, actor_name, actor_via, team_id, project_id, subject, reason, before, after)
    values (${action.at}, ${action.kind}, ${action.actor.personId}, ${action.actor.name}, ${action.actor.via},
      ${action.teamId ?? null}, ${action.projectId ?? null}, ${action.subject}, ${action.reason || null},
      ${json(action.before)}, ${json(action.after)})`.execute(tx)
}

function json(value: NewAction['before']): string | null {
  return value ? JSON.stringify(value) : null
}
