import type { Actor } from '../people/actor.ts'
import type { Tx } from '../platform/db/database.ts'
import type { ChannelsDeps, Inner, Observer } from './deps.ts'
import { openMail } from './mail/post.ts'
import type { MailMessage } from './mail/templates.ts'
import type { Notice } from './notice.ts'
import { tidyDeliveries } from './outbox/keep.ts'
import type { Carrier } from './outbox/lane.ts'
import { listOutbox, type OutboxQuery, openDelivery } from './outbox/outbox.ts'
import { createWorker } from './outbox/worker.ts'
import { queueMail, queueNotice } from './queue.ts'

export type Channels = ReturnType<typeof createChannels>

export function createChannels(deps: ChannelsDeps) {
  const inner: Inner = { random: Math.random, ...deps, db: deps.database.db, observers: new Set<Observer>() }
  const worker = createWorker(inner, (lane) => openCarrier(inner, lane))
  return {
    sendsMail: inner.smtpUrl !== null,
    queue: (tx: Tx, notice: Notice): Promise<number> => queueNotice(inner, tx, notice),
    queueMail: (tx: Tx, message: MailMessage): Promise<void> => queueMail(inner, tx, message),
    ...worker,
    /** For a daily job. */
    tidyUp: () => tidyDeliveries(inner),
    onDelivered: (observer: Observer) => void inner.observers.add(observer),
    outbox: {
      list: (actor: Actor, query: OutboxQuery) => listOutbox(inner, actor, query),
      open: (actor: Actor, id: string) => openDelivery(inner, actor, id),
    },
  }
}

async function openCarrier(inner: Inner, lane: string): Promise<Carrier> {
  const { smtpUrl } = inner
  if (lane === 'mail' && smtpUrl !== null) return openMail({ ...inner, smtpUrl })
  throw new Error(`nothing carries ${lane}`)
}
