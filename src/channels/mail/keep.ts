import { type Clock, DAY } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/database.ts'
import { hideSecrets } from '../../platform/log.ts'
import { deleteMailsBefore, listMailsWithLinks, rewriteMail } from './store.ts'

/** An invitation's; no other link works longer. */
const LONGEST_LINK = 7 * DAY
const KEPT = 90 * DAY

type Bodies = { id: string; text: string; html: string }

export function withoutLinks({ id, text, html }: Bodies): Bodies {
  return { id, text: hideSecrets(text), html: hideSecrets(html) }
}

/** Takes the links out of mails that are too old for them to work, and deletes mails that nobody asks about any more. */
export async function tidyMails({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  const now = clock.now().getTime()
  await deleteMailsBefore(db, new Date(now - KEPT))
  for (const mail of await listMailsWithLinks(db, new Date(now - LONGEST_LINK))) {
    const kept = withoutLinks(mail)
    if (kept.text !== mail.text || kept.html !== mail.html) await rewriteMail(db, kept)
  }
}
