import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { DeliveryChannel, DeliveryState } from '../api.ts'
import type { Notice, NoticeBody } from '../notice.ts'
import type { Due } from './deliveries.ts'

export type NewMail = {
  kind: string
  target: string
  subject: string
  text: string
  html: string
  state: DeliveryState
  lane: string
  at: Date
  dueAt: Date
}

export async function insertMail(tx: Tx, mail: NewMail): Promise<void> {
  await sql`
    insert into deliveries (channel, lane, kind, target, subject, text_body, html_body, state, next_attempt_at, created_at,
      detected_at)
    values ('mail', ${mail.lane}, ${mail.kind}, ${mail.target}, ${mail.subject}, ${mail.text}, ${mail.html}, ${mail.state},
      ${mail.dueAt}, ${mail.at}, ${mail.dueAt})`.execute(tx)
}

/** False when there is one of this key already. */
export async function insertNotice(tx: Tx, notice: Notice & { body: NoticeBody; at: Date }): Promise<boolean> {
  const { rows } = await sql`
    insert into notices (key, kind, team_id, project_id, breach_id, block_id, detected_at, created_at, body)
    values (${notice.key}, ${notice.kind}, ${notice.teamId}, ${notice.projectId}, ${notice.breachId}, ${notice.blockId},
      ${notice.detectedAt}, ${notice.at}, ${JSON.stringify(notice.body)})
    on conflict do nothing returning key`.execute(tx)
  return rows.length === 1
}

export type NewDelivery = {
  channel: DeliveryChannel
  lane: string
  channelId: string | null
  target: string
  targetName: string | null
  state: DeliveryState
}

export async function insertDeliveries(
  tx: Tx,
  given: { notice: Notice; deliveries: readonly NewDelivery[]; at: Date; dueAt: Date },
): Promise<number> {
  const { notice, deliveries, at, dueAt } = given
  const { rows } = await sql`
    insert into deliveries (channel, lane, channel_id, kind, target, target_name, subject, state, next_attempt_at,
      created_at, detected_at, notice_key, team_id, project_id, breach_id, block_id)
    select r.channel, r.lane, r."channelId", ${notice.kind}, r.target, r."targetName", ${notice.subject}, r.state, ${dueAt},
      ${at}, ${notice.detectedAt}, ${notice.key}, ${notice.teamId}, ${notice.projectId}, ${notice.breachId}, ${notice.blockId}
    from jsonb_to_recordset(${JSON.stringify(deliveries)}::jsonb)
      as r (channel text, lane text, "channelId" uuid, target text, "targetName" text, state text)
    on conflict on constraint deliveries_once do nothing
    returning id`.execute(tx)
  return rows.length
}

export type Taken = Due & { targetName: string | null }

/** The only message of a notice, taken past everything that waits. `until`: from then on its lane may send it. */
export async function takeOne(
  db: Db,
  noticeKey: string,
  { now, until }: { now: Date; until: Date },
): Promise<Taken | null> {
  const { rows } = await sql<Taken>`
    update deliveries d set state = 'waiting', attempts = 1, attempt_started_at = ${now}, next_attempt_at = ${until}
    from notices n where n.key = d.notice_key and d.notice_key = ${noticeKey}
    returning d.id, d.channel, d.kind, d.target, d.target_name as "targetName", d.subject, d.text_body as text,
      d.html_body as html, d.attempts, n.body as notice, d.created_at as "createdAt", d.detected_at as "detectedAt",
      d.possibly_twice as "possiblyTwice"`.execute(db)
  return rows[0] ?? null
}
