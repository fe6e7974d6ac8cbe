import type { AlertsDeps } from './deps.ts'
import { reminderWords } from './messages/reminder.ko.ts'
import { reminderDue } from './reminders.ts'
import { listOverdue } from './store/overdue.ts'
import { placeOf, tell } from './tell.ts'

/** After an hour, and then every four hours, for as long as a limit is exceeded and nobody has answered. */
export async function remind(deps: AlertsDeps): Promise<number> {
  const now = await deps.sharedNow()
  return deps.db.transaction().execute(async (tx) => {
    const place = await placeOf(deps, tx)
    let told = 0
    for (const overdue of await listOverdue(tx)) {
      const count = reminderDue(overdue.exceededAt, now)
      if (count === null || overdue.resetsAt <= now) continue
      const { breachId, generation, teamId, projectId } = overdue
      const isNew = await tell(tx, deps, {
        key: `reminder:${breachId}:${generation}:${count}`,
        kind: 'reminder',
        teamId,
        projectId,
        breachId,
        detectedAt: now,
        words: reminderWords(overdue, now, place),
      })
      if (isNew) told += 1
    }
    return told
  })
}
