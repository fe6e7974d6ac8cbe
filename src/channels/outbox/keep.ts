import { DAY } from '../../platform/clock.ts'
import { hideSecrets } from '../../platform/log.ts'
import type { Inner } from '../deps.ts'
import type { Kept } from '../store/deliveries.ts'
import { deleteBefore, listWithLinks, rewrite, storeWaitingMails } from '../store/tidy.ts'

/** An invitation's; no other link works longer. */
const LONGEST_LINK = 7 * DAY
const MAILS_KEPT = 90 * DAY
const NOTICES_KEPT = 400 * DAY

export function withoutLinks({ id, text, html }: Kept): Kept {
  return { id, text: text && hideSecrets(text), html: html && hideSecrets(html) }
}

/** Takes the links out of mails that are too old for them to work, and deletes what nobody asks about any more. */
export async function tidyDeliveries({ db, clock, smtpUrl }: Inner): Promise<void> {
  const now = clock.now().getTime()
  if (smtpUrl === null) await storeWaitingMails(db)
  await deleteBefore(db, { mails: new Date(now - MAILS_KEPT), notices: new Date(now - NOTICES_KEPT) })
  for (const mail of await listWithLinks(db, new Date(now - LONGEST_LINK))) {
    const kept = withoutLinks(mail)
    if (kept.text !== mail.text || kept.html !== mail.html) await rewrite(db, kept)
  }
}
