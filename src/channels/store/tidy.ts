import { sql } from 'kysely'
import type { Db } from '../../platform/db/database.ts'
import type { Kept } from './deliveries.ts'

export async function listWithLinks(db: Db, before: Date): Promise<Kept[]> {
  const { rows } = await sql<Kept>`
    select id, text_body as text, html_body as html from deliveries
    where created_at < ${before} and state in ('stored', 'failed')
      and (position('fin_' in text_body) > 0 or position('fin_' in html_body) > 0)`.execute(db)
  return rows
}

export async function rewrite(db: Db, { id, text, html }: Kept): Promise<void> {
  await sql`update deliveries set text_body = ${text}, html_body = ${html} where id = ${id}`.execute(db)
}

export async function deleteBefore(db: Db, before: { mails: Date; notices: Date }): Promise<void> {
  await sql`
    delete from deliveries
    where created_at < case when notice_key is null then ${before.mails}::timestamptz else ${before.notices}::timestamptz end`.execute(
    db,
  )
  await sql`
    delete from notices n where created_at < ${before.notices}
      and not exists (select 1 from deliveries d where d.notice_key = n.key)`.execute(db)
}

/** The mail server was taken out of the configuration: what waited for it stays here to be carried by hand. */
export async function storeWaitingMails(db: Db): Promise<void> {
  await sql`
    update deliveries set state = 'stored', attempt_started_at = null where channel = 'mail' and state = 'waiting'`.execute(
    db,
  )
}
