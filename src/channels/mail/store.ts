import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'

export type MailState = 'waiting' | 'sent' | 'failed' | 'stored'

export type NewMail = {
  kind: string
  to: string
  subject: string
  text: string
  html: string
  state: MailState
  at: Date
}

export async function insertMail(tx: Tx, mail: NewMail): Promise<void> {
  await sql`
    insert into mails (kind, to_address, subject, text_body, html_body, state, next_attempt_at, created_at)
    values (${mail.kind}, ${mail.to}, ${mail.subject}, ${mail.text}, ${mail.html}, ${mail.state}, ${mail.at},
      ${mail.at})`.execute(tx)
}

export type ClaimedMail = {
  id: string
  kind: string
  to: string
  subject: string
  text: string
  html: string
  attempts: number
  createdAt: Date
}

/** Takes the next due mail for this process. The attempt is counted first: one that kills its process is not free. */
export async function claimMail(db: Db, now: Date, claimedUntil: Date): Promise<ClaimedMail | null> {
  const { rows } = await sql<ClaimedMail>`
    update mails set claimed_until = ${claimedUntil}, attempts = attempts + 1
    where id = (
      select id from mails
      where state = 'waiting' and next_attempt_at <= ${now} and (claimed_until is null or claimed_until <= ${now})
      order by next_attempt_at, id limit 1 for update skip locked)
    returning id, kind, to_address as "to", subject, text_body as text, html_body as html, attempts,
      created_at as "createdAt"`.execute(db)
  return rows[0] ?? null
}

/** What was sent is kept as given here: without its one-time links. */
export async function markSent(db: Db, mail: { id: string; text: string; html: string }, at: Date): Promise<void> {
  await sql`
    update mails set state = 'sent', sent_at = ${at}, claimed_until = null, problem = null,
      text_body = ${mail.text}, html_body = ${mail.html}
    where id = ${mail.id}`.execute(db)
}

/** Given up for good, and kept like what was sent: without its one-time links. */
export async function markFailed(
  db: Db,
  mail: { id: string; text: string; html: string },
  problem: string,
): Promise<void> {
  await sql`
    update mails set state = 'failed', claimed_until = null, problem = ${problem},
      text_body = ${mail.text}, html_body = ${mail.html}
    where id = ${mail.id}`.execute(db)
}

export async function postpone(db: Db, id: string, until: Date, problem: string): Promise<void> {
  await sql`
    update mails set next_attempt_at = ${until}, claimed_until = null, problem = ${problem}
    where id = ${id}`.execute(db)
}

export type MailRow = {
  id: string
  to: string
  subject: string
  text: string
  state: MailState
  createdAt: Date
  sentAt: Date | null
  problem: string | null
}

export type Position = { at: string; id: string }

export async function listMailsWithLinks(db: Db, before: Date): Promise<{ id: string; text: string; html: string }[]> {
  const { rows } = await sql<{ id: string; text: string; html: string }>`
    select id, text_body as text, html_body as html from mails
    where created_at < ${before} and state in ('stored', 'failed')
      and (position('fin_' in text_body) > 0 or position('fin_' in html_body) > 0)`.execute(db)
  return rows
}

export async function rewriteMail(db: Db, mail: { id: string; text: string; html: string }): Promise<void> {
  await sql`update mails set text_body = ${mail.text}, html_body = ${mail.html} where id = ${mail.id}`.execute(db)
}

export async function deleteMailsBefore(db: Db, before: Date): Promise<void> {
  await sql`delete from mails where created_at < ${before}`.execute(db)
}

/** Newest first, after the position if one is given. */
export async function listMails(db: Db, after: Position | null, limit: number): Promise<MailRow[]> {
  const { rows } = await sql<MailRow>`
    select id, to_address as "to", subject, text_body as text, state, created_at as "createdAt", sent_at as "sentAt",
      problem
    from mails
    where ${after === null ? sql`true` : sql`(created_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`}
    order by created_at desc, id desc limit ${limit}`.execute(db)
  return rows
}
