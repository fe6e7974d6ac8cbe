import type { Tx } from '../platform/db/database.ts'
import type { Inner } from './deps.ts'
import { type MailMessage, render } from './mail/templates.ts'
import { bodyOf, type Notice } from './notice.ts'
import { listReceiving } from './store/channels.ts'
import { insertDeliveries, insertMail, insertNotice, type NewDelivery } from './store/queue.ts'

const MAIL_LANE = 'mail'

/** Part of the caller's transaction: what is rolled back is never sent. */
export async function queueMail({ clock, smtpUrl, sharedNow }: Inner, tx: Tx, message: MailMessage): Promise<void> {
  const state = smtpUrl === null ? 'stored' : 'waiting'
  const row = { ...render(message), kind: message.kind, target: message.to, state, lane: MAIL_LANE } as const
  await insertMail(tx, { ...row, at: clock.now(), dueAt: await sharedNow(tx) })
}

/** One delivery for each Slack channel and each address. Answers with how many; a notice that is known already has none. */
export async function queueNotice(inner: Inner, tx: Tx, notice: Notice): Promise<number> {
  const { clock, sharedNow } = inner
  const dueAt = await sharedNow(tx)
  const body = bodyOf(notice)
  if (!(await insertNotice(tx, { ...notice, body, at: dueAt }))) return 0
  const deliveries = notice.onlyTo
    ? mailsTo(inner, notice.onlyTo)
    : await usualDeliveries(inner, tx, notice.teamId, notice.alsoTo ?? [])
  return insertDeliveries(tx, { notice: { ...notice, ...body }, deliveries, at: clock.now(), dueAt })
}

async function usualDeliveries(inner: Inner, tx: Tx, teamId: string | null, alsoTo: readonly string[]) {
  const channels = await listReceiving(tx, teamId)
  const addresses = [
    ...(await inner.peopleFor(tx, teamId)),
    ...channels.flatMap((channel) => channel.addresses),
    ...alsoTo,
  ]
  const slack = channels.filter(({ kind }) => kind === 'slack')
  return [
    ...slack.map(
      ({ id, name, host }): NewDelivery => ({
        channel: 'slack',
        lane: id,
        channelId: id,
        target: id,
        targetName: name,
        state: host === null ? 'stored' : 'waiting',
      }),
    ),
    ...mailsTo(inner, addresses),
  ]
}

/** An address that is written differently is the same one. */
function mailsTo({ smtpUrl }: Inner, addresses: readonly string[]): NewDelivery[] {
  const unique = new Map(addresses.map((address) => [address.trim().toLowerCase(), address.trim()]))
  return [...unique.values()].map((address) => ({
    channel: 'mail',
    lane: MAIL_LANE,
    channelId: null,
    target: address,
    targetName: null,
    state: smtpUrl === null ? 'stored' : 'waiting',
  }))
}
