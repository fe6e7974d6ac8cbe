import { recordAction } from '../actions/record.ts'
import { type Actor, canSeeTeam } from '../people/actor.ts'
import { notFound } from '../platform/errors.ts'
import type { ThresholdsDeps } from './deps.ts'
import { findBreach, markAcknowledged } from './store/acknowledge.ts'

/** Somebody has seen it: it reminds no more. Whoever may see the project may say so; the first one counts. */
export function createAcknowledgement(deps: ThresholdsDeps) {
  return async (actor: Actor, breachId: string, reason = ''): Promise<void> => {
    const breach = await findBreach(deps.db, breachId)
    if (!breach || !canSeeTeam(actor, breach.teamId)) throw notFound('not-found')
    await deps.db.transaction().execute(async (tx) => {
      const at = await deps.sharedNow(tx)
      if (!(await markAcknowledged(tx, breachId, { personId: actor.personId, name: actor.name }, at))) return
      await recordAction(tx, {
        at,
        kind: 'breach.acknowledged',
        actor,
        subject: breach.projectName,
        teamId: breach.teamId,
        projectId: breach.projectId,
        reason,
        before: null,
        after: { period: breach.period, periodStart: breach.periodStart, percent: breach.highest, breachId },
      })
    })
  }
}
