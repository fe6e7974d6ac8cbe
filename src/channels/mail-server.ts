import { type Actor, requireAdmin, requireTeam } from '../people/actor.ts'
import type { MailServer } from './api.ts'
import { mailServerView } from './channel-view.ts'
import type { Inner } from './deps.ts'
import { countWaiting } from './store/health.ts'
import { findLane } from './store/lanes.ts'

/** How mail fares, and to whom a notice of the team (or of the workspace) is written. */
export async function mailServer(inner: Inner, actor: Actor, teamId: string | null): Promise<MailServer> {
  if (teamId === null) requireAdmin(actor)
  else requireTeam(actor, teamId)
  const { db, smtpUrl } = inner
  const recipients = await db.transaction().execute((tx) => inner.peopleFor(tx, teamId))
  const waiting = await countWaiting(db, 'mail')
  return mailServerView(await findLane(db, 'mail'), { sends: smtpUrl !== null, recipients: [...recipients], waiting })
}
