import { randomUUID } from 'node:crypto'
import { type Actor, requireAdmin } from '../people/actor.ts'
import { MINUTE } from '../platform/clock.ts'
import { conflict } from '../platform/errors.ts'
import type { ChannelTest } from './api.ts'
import type { Inner } from './deps.ts'
import { requireChannel, requireRight } from './manage.ts'
import { bodyOf, type Notice } from './notice.ts'
import type { Carrier } from './outbox/lane.ts'
import type { Outcome } from './outbox/outcome.ts'
import type { ChannelRow } from './store/channels.ts'
import { markFailed, markSent } from './store/deliveries.ts'
import { forgetFailures, noteLaneFails, noteLaneWorks } from './store/lanes.ts'
import { insertDeliveries, insertNotice, type NewDelivery, takeOne } from './store/queue.ts'

/** If this process dies over it, the lane sends it after this. */
const LONGEST_TEST = 2 * MINUTE
/** Each goes to addresses that somebody entered: enough for finding out what is wrong, too few for filling a mail box. */
const TESTS = { name: 'send-test', attempts: 10 }

type Open = (lane: string) => Carrier
type Target = { lane: string; delivery: NewDelivery; teamId: string | null; url: string }

/** A real message, now, past whatever waits, kept in the outbox like any other. */
export async function testChannel(inner: Inner, open: Open, actor: Actor, id: string): Promise<ChannelTest> {
  const channel = await requireChannel(inner, actor, id)
  await requireRight(inner, actor, channel.teamId)
  if (!channel.enabled) throw conflict('channel-off')
  await inner.limitDeed(actor, TESTS)
  const url = channel.teamId ? `${inner.publicUrl}/teams/${channel.teamId}/settings` : `${inner.publicUrl}/settings`
  const tests: ChannelTest[] = []
  for (const delivery of deliveriesTo(inner, channel)) {
    const target = { lane: delivery.lane, delivery, teamId: channel.teamId, url }
    tests.push(await sendTest(inner, open, actor, target))
  }
  return tests.find(({ ok }) => !ok) ?? tests[0] ?? { ok: false, detail: '보낼 주소가 없습니다.', seconds: null }
}

export async function testMail(inner: Inner, open: Open, actor: Actor): Promise<ChannelTest> {
  requireAdmin(actor)
  const address = actor.personId === null ? null : await inner.addressOf(actor.personId)
  if (address === null) throw conflict('no-address')
  await inner.limitDeed(actor, TESTS)
  const url = `${inner.publicUrl}/settings`
  return sendTest(inner, open, actor, { lane: 'mail', delivery: mailTo(inner, address), teamId: null, url })
}

async function sendTest(inner: Inner, open: Open, actor: Actor, target: Target): Promise<ChannelTest> {
  const { db, sharedNow } = inner
  const { lane, delivery } = target
  const at = await sharedNow(db)
  const notice = testNotice(actor, target, at)
  await db.transaction().execute(async (tx) => {
    await insertNotice(tx, { ...notice, body: bodyOf(notice), at })
    await insertDeliveries(tx, { notice, deliveries: [{ ...delivery, state: 'stored' }], at, dueAt: at })
  })
  if (delivery.state === 'stored') {
    return { ok: true, detail: '보낼 곳이 설정되지 않아 보낸 알림에 저장만 했습니다.', seconds: null }
  }
  // Taken at once: the lane may be busy, or left in peace after a failure.
  const message = await takeOne(db, notice.key, { now: at, until: new Date(at.getTime() + LONGEST_TEST) })
  if (!message) return { ok: false, detail: '시험 메시지를 만들지 못했습니다. 다시 시도해 주세요.', seconds: null }
  const carrier = open(lane)
  try {
    return await told(inner, lane, message, await carrier.send(message, at), at)
  } finally {
    carrier.close()
  }
}

type Message = { id: string; text: string | null; html: string | null; target: string; targetName: string | null }

async function told(inner: Inner, lane: string, message: Message, outcome: Outcome, from: Date): Promise<ChannelTest> {
  const { db, sharedNow } = inner
  const at = await sharedNow(db)
  const to = message.targetName ?? message.target
  if (outcome.kind !== 'accepted') {
    await markFailed(db, message, outcome.problem)
    if (outcome.kind === 'down') await noteLaneFails(db, { lane, problem: outcome.problem, at })
    return { ok: false, detail: outcome.problem, seconds: null }
  }
  await markSent(db, message, { at, late: false })
  await db.transaction().execute((tx) => forgetFailures(tx, lane))
  await noteLaneWorks(db, lane, at)
  const seconds = Math.max(0, (at.getTime() - from.getTime()) / 1_000)
  return { ok: true, detail: `${to}에 시험 메시지를 보냈습니다(${seconds.toFixed(1)}초).`, seconds }
}

function deliveriesTo(inner: Inner, channel: ChannelRow): NewDelivery[] {
  if (channel.kind === 'mail') return channel.addresses.map((address) => mailTo(inner, address))
  const { id, name, host } = channel
  const state = host === null ? 'stored' : 'waiting'
  return [{ channel: 'slack', lane: id, channelId: id, target: id, targetName: name, state }]
}

function mailTo({ smtpUrl }: Inner, address: string): NewDelivery {
  const state = smtpUrl === null ? 'stored' : 'waiting'
  return { channel: 'mail', lane: 'mail', channelId: null, target: address, targetName: null, state }
}

function testNotice(actor: Actor, { teamId, url }: Target, detectedAt: Date): Notice {
  return {
    key: `test:${randomUUID()}`,
    kind: 'test',
    severity: 'info',
    teamId,
    projectId: null,
    breachId: null,
    blockId: null,
    detectedAt,
    headline: '알림 시험입니다. 이 메시지가 보이면 알림을 받을 수 있습니다.',
    subject: '[finops-for-ai] 알림 시험',
    facts: [{ label: '보낸 사람', value: actor.name }],
    paragraphs: ['지출 한도를 넘으면 이곳으로 알립니다. 지금 하실 일은 없습니다.'],
    links: [{ label: '알림 설정 보기', url }],
  }
}
