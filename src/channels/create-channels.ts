import type { Actor } from '../people/actor.ts'
import { createDeedLimits } from '../people/index.ts'
import { SECOND } from '../platform/clock.ts'
import type { Tx } from '../platform/db/database.ts'
import type { ChannelChange, ChannelInput, WebhookHost } from './api.ts'
import type { ChannelsDeps, Inner, Observer } from './deps.ts'
import { outboxFigures } from './figures.ts'
import { changeWebhookHosts, webhookHosts } from './hosts.ts'
import { openMail } from './mail/post.ts'
import type { MailMessage } from './mail/templates.ts'
import { mailServer } from './mail-server.ts'
import { changeChannel, channelsOf, createChannel, removeChannel } from './manage.ts'
import type { Notice } from './notice.ts'
import { tidyDeliveries } from './outbox/keep.ts'
import type { Carrier } from './outbox/lane.ts'
import { listOutbox, type OutboxQuery, openDelivery } from './outbox/outbox.ts'
import { createWorker } from './outbox/worker.ts'
import { queueMail, queueNotice } from './queue.ts'
import { testChannel, testMail } from './send-test.ts'
import { openSlack } from './slack/post.ts'
import { freeLanes } from './store/lanes.ts'

const SLACK_PATIENCE = 10 * SECOND

export type Channels = ReturnType<typeof createChannels>

export function createChannels(deps: ChannelsDeps) {
  const inner: Inner = {
    slackPatienceMs: SLACK_PATIENCE,
    random: Math.random,
    ...deps,
    db: deps.database.db,
    observers: new Set<Observer>(),
    limitDeed: createDeedLimits({ db: deps.database.db, clock: deps.clock }),
  }
  const open = (lane: string): Carrier => openCarrier(inner, lane)
  const worker = createWorker(inner, open)
  return {
    sendsMail: inner.smtpUrl !== null,
    queue: (tx: Tx, notice: Notice): Promise<number> => queueNotice(inner, tx, notice),
    queueMail: (tx: Tx, message: MailMessage): Promise<void> => queueMail(inner, tx, message),
    ...worker,
    /** At the start of the only process there can be: whoever held a lane is dead. */
    takeOver: () => (deps.database.kind === 'embedded' ? freeLanes(inner.db) : Promise.resolve()),
    /** For a daily job. */
    tidyUp: () => tidyDeliveries(inner),
    onDelivered: (observer: Observer) => void inner.observers.add(observer),
    figures: () => outboxFigures(inner),
    outbox: {
      list: (actor: Actor, query: OutboxQuery) => listOutbox(inner, actor, query),
      open: (actor: Actor, id: string) => openDelivery(inner, actor, id),
    },
    settings: {
      list: (actor: Actor, teamId: string | null) => channelsOf(inner, actor, teamId),
      mailServer: (actor: Actor, teamId: string | null) => mailServer(inner, actor, teamId),
      create: (actor: Actor, input: ChannelInput) => createChannel(inner, actor, input),
      async change(actor: Actor, id: string, change: ChannelChange) {
        const changed = await changeChannel(inner, actor, id, change)
        worker.deliverSoon()
        return changed
      },
      remove: (actor: Actor, id: string) => removeChannel(inner, actor, id),
      async test(actor: Actor, id: string) {
        const told = await testChannel(inner, open, actor, id)
        if (told.ok) worker.deliverSoon()
        return told
      },
      async testMail(actor: Actor) {
        const told = await testMail(inner, open, actor)
        if (told.ok) worker.deliverSoon()
        return told
      },
      hosts: (actor: Actor) => webhookHosts(inner, actor),
      changeHosts: (actor: Actor, hosts: readonly WebhookHost[], reason: string) =>
        changeWebhookHosts(inner, actor, hosts, reason),
    },
  }
}

function openCarrier(inner: Inner, lane: string): Carrier {
  const { smtpUrl } = inner
  if (lane !== 'mail') return openSlack(inner, lane)
  if (smtpUrl === null) throw new Error('no mail server is configured')
  return openMail({ ...inner, smtpUrl })
}
