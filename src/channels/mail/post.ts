import { createTransport } from 'nodemailer'
import { SECOND } from '../../platform/clock.ts'
import type { Inner } from '../deps.ts'
import type { Carrier } from '../outbox/lane.ts'
import { circumstancesOf } from '../outbox/late.ts'
import type { Outcome } from '../outbox/outcome.ts'
import type { Due } from '../store/deliveries.ts'
import { failureOf } from './failure.ts'
import { mailLine } from './mail-server-url.ts'
import { noticeLetter } from './notice-letter.ts'

const LIMITS = { connectionTimeout: 10 * SECOND, greetingTimeout: 10 * SECOND, socketTimeout: 30 * SECOND }
/** A server that lets bytes drip keeps to the limits above for ever. */
const LONGEST = 60 * SECOND
const AT_ONCE = 5

class TookTooLong extends Error {}

/** The mail server, for one round. */
export function openMail(inner: Inner & { smtpUrl: string }): Carrier {
  const post = createTransport({
    ...mailLine(inner.smtpUrl),
    pool: true,
    maxConnections: AT_ONCE,
    // The pool would send a mail again by itself when its connection breaks, and nobody would know.
    maxRequeues: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...LIMITS,
  })
  return {
    width: AT_ONCE,
    leaseMs: LONGEST + 30 * SECOND,
    close: () => post.close(),
    async send(message, at): Promise<Outcome> {
      const words = await wordsOf(message, at, inner.timeZone)
      const mail = {
        from: inner.from,
        to: { name: '', address: message.target },
        subject: message.subject,
        ...words,
        // The same at every attempt: a mail sent twice after a crash can be recognized as one.
        messageId: `<${message.id}@finops-for-ai>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      }
      try {
        await inTime(post.sendMail(mail))
        return { kind: 'accepted' }
      } catch (error) {
        return failureOf(error, inner.smtpUrl)
      }
    },
  }
}

export async function wordsOf(
  message: Pick<Due, 'text' | 'html' | 'notice' | 'detectedAt' | 'possiblyTwice'>,
  at: Date,
  timeZone: () => Promise<string>,
): Promise<{ text: string; html: string }> {
  const { notice, text, html } = message
  if (notice) return noticeLetter(notice, await circumstancesOf(message, at, timeZone))
  return { text: text ?? '', html: html ?? '' }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new TookTooLong()), LONGEST)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
