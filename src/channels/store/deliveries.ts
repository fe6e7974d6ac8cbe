import { sql } from 'kysely'
import type { Db } from '../../platform/db/database.ts'
import type { DeliveryChannel } from '../api.ts'
import type { NoticeBody } from '../notice.ts'
import { isDue } from './lanes.ts'

export type Due = {
  id: string
  channel: DeliveryChannel
  kind: string
  target: string
  subject: string
  /** Its own words, or the notice that it carries. */
  text: string | null
  html: string | null
  notice: NoticeBody | null
  attempts: number
  createdAt: Date
  detectedAt: Date
  possiblyTwice: boolean
}

/**
 * The oldest that are due, noted as attempted before anything is sent: a process that dies in between leaves the note, and
 * whoever takes over knows that this one may have arrived already.
 */
export async function takeDue(
  db: Db,
  { lane, now, limit }: { lane: string; now: Date; limit: number },
): Promise<Due[]> {
  const { rows } = await sql<Due>`
    update deliveries taken set attempts = taken.attempts + 1, attempt_started_at = ${now},
      possibly_twice = taken.possibly_twice or taken.attempt_started_at is not null
    where taken.id in (
      select d.id from deliveries d where d.lane = ${lane} and ${isDue(now)}
      order by d.seq limit ${limit} for update skip locked)
    returning taken.id, taken.channel, taken.kind, taken.target, taken.subject, taken.text_body as text,
      taken.html_body as html, taken.attempts, (select body from notices where key = taken.notice_key) as notice,
      taken.created_at as "createdAt", taken.detected_at as "detectedAt", taken.possibly_twice as "possiblyTwice"`.execute(
    db,
  )
  return rows
}

/** A one-time link is not kept longer than somebody needs it. */
export type Kept = { id: string; text: string | null; html: string | null }

export async function markSent(db: Db, { id, text, html }: Kept, sent: { at: Date; late: boolean }): Promise<void> {
  await sql`
    update deliveries set state = 'sent', sent_at = ${sent.at}, late = ${sent.late}, attempt_started_at = null,
      problem = null, text_body = ${text}, html_body = ${html}
    where id = ${id} and state = 'waiting'`.execute(db)
}

export async function markFailed(db: Db, { id, text, html }: Kept, problem: string): Promise<void> {
  await sql`
    update deliveries set state = 'failed', attempt_started_at = null, problem = ${problem}, text_body = ${text},
      html_body = ${html}
    where id = ${id} and state = 'waiting'`.execute(db)
}

/** `inTheDark`: the far side may have taken it, so the next attempt may be a second message. */
export type Postponed = { id: string; until: Date; problem: string; inTheDark: boolean }

export async function postpone(db: Db, { id, until, problem, inTheDark }: Postponed): Promise<void> {
  await sql`
    update deliveries set next_attempt_at = ${until}, problem = ${problem},
      attempt_started_at = case when ${inTheDark} then attempt_started_at end
    where id = ${id} and state = 'waiting'`.execute(db)
}

export type Waiting = Kept & { problem: string | null }

/** What has waited for longer than it makes sense to send it: a notice, and a mail with a link of its own. */
export async function listOverdue(
  db: Db,
  { lane, noticesBefore, mailsBefore }: { lane: string; noticesBefore: Date; mailsBefore: Date },
): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select d.id, d.text_body as text, d.html_body as html, coalesce(d.problem, l.problem) as problem
    from deliveries d left join delivery_lanes l on l.lane = d.lane
    where d.lane = ${lane} and d.state = 'waiting'
      and d.created_at < case when d.notice_key is null then ${mailsBefore}::timestamptz else ${noticesBefore}::timestamptz end
    order by d.seq limit 500`.execute(db)
  return rows
}
