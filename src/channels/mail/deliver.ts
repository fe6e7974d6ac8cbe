import { createTransport } from 'nodemailer'
import { type Clock, MINUTE, SECOND } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Logger } from '../../platform/log.ts'
import { withoutLinks } from './keep.ts'
import { failureOf, nextAttempt } from './retry.ts'
import { type ClaimedMail, claimMail, markFailed, markSent, postpone } from './store.ts'

export type Delivery = { db: Db; clock: Clock; log: Logger; smtpUrl: string; from: string; random: () => number }

/** Longer than one delivery can take with the limits below. */
const LEASE = 10 * MINUTE
const LIMITS = { connectionTimeout: 10 * SECOND, greetingTimeout: 10 * SECOND, socketTimeout: 30 * SECOND }

/** One round over what is due. It ends early when the server itself is down, so that it is not asked for every mail. */
export async function deliverDue(delivery: Delivery): Promise<{ sent: number; failed: number }> {
  const { db, clock } = delivery
  const post = openPost(delivery)
  const count = { sent: 0, failed: 0 }
  try {
    for (;;) {
      const now = clock.now()
      const mail = await claimMail(db, now, new Date(now.getTime() + LEASE))
      if (!mail) return count
      const outcome = await deliver(delivery, post, mail)
      count[outcome === 'sent' ? 'sent' : 'failed'] += 1
      if (outcome === 'server-down') return count
    }
  } finally {
    post.close()
  }
}

type Post = ReturnType<typeof openPost>

function openPost({ smtpUrl }: Delivery) {
  return createTransport({ url: smtpUrl, disableFileAccess: true, disableUrlAccess: true, ...LIMITS })
}

async function deliver(
  { db, clock, log, from, random }: Delivery,
  post: Post,
  mail: ClaimedMail,
): Promise<'sent' | 'refused' | 'server-down'> {
  try {
    await post.sendMail({
      from,
      to: { name: '', address: mail.to },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      // The same at every attempt: a mail sent twice after a crash can be recognized as one.
      messageId: `<${mail.id}@finops-for-ai>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
  } catch (error) {
    const failure = failureOf(error)
    const retryAt = failure.giveUp ? null : nextAttempt(mail, clock.now(), random())
    if (retryAt) await postpone(db, mail.id, retryAt, failure.problem)
    else await markFailed(db, withoutLinks(mail), failure.problem)
    log.warn({ mailId: mail.id, kind: mail.kind, attempts: mail.attempts, retryAt }, 'mail not delivered')
    return failure.server ? 'server-down' : 'refused'
  }
  await markSent(db, withoutLinks(mail), clock.now())
  log.info({ mailId: mail.id, kind: mail.kind, attempts: mail.attempts }, 'mail delivered')
  return 'sent'
}
