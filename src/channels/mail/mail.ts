import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/db/database.ts'
import { hideSecrets, type Logger } from '../../platform/log.ts'
import { cursorOf, positionOf } from './cursor.ts'
import { deliverDue } from './deliver.ts'
import { tidyMails } from './keep.ts'
import { insertMail, listMails, type MailRow } from './store.ts'
import { type MailMessage, render } from './templates.ts'

export type MailDeps = {
  database: Database
  clock: Clock
  log: Logger
  /** Null: mail is stored and shown, not sent. */
  smtpUrl: string | null
  from: string
  random?: () => number
}

export function createMail({ database, clock, log, smtpUrl, from, random = Math.random }: MailDeps) {
  const { db } = database
  return {
    sends: smtpUrl !== null,

    /** Part of the caller's transaction: what is rolled back is never sent. */
    async queue(tx: Tx, message: MailMessage): Promise<void> {
      const state = smtpUrl === null ? 'stored' : 'waiting'
      await insertMail(tx, { ...render(message), kind: message.kind, to: message.to, state, at: clock.now() })
    },

    /** For a job every minute and right after queueing; several processes may run it at once. */
    async deliverWaiting(): Promise<{ sent: number; failed: number }> {
      if (smtpUrl === null) return { sent: 0, failed: 0 }
      return deliverDue({ db, clock, log, smtpUrl, from, random })
    },

    /** For a daily job. */
    tidyUp: () => tidyMails({ db, clock }),

    async list({ cursor, limit }: { cursor?: string | undefined; limit: number }) {
      const rows = await listMails(db, cursor === undefined ? null : positionOf(cursor), limit + 1)
      const last = rows.length > limit ? rows[limit - 1] : undefined
      return { items: rows.slice(0, limit).map(shown), nextCursor: last ? cursorOf(last) : null }
    },
  }
}

export type Mail = ReturnType<typeof createMail>

/** A one-time link is shown only where somebody has to carry it by hand. */
function shown(row: MailRow) {
  return {
    ...row,
    text: row.state === 'stored' ? row.text : hideSecrets(row.text),
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
  }
}
