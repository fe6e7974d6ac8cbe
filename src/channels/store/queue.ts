import { sql } from 'kysely'
import type { Tx } from '../../platform/db/database.ts'
import type { Notice, NoticeBody } from '../notice.ts'

export type DeliveryState = 'waiting' | 'sent' | 'failed' | 'stored'
export type DeliveryChannel = 'mail' | 'slack'

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
