import { isIP } from 'node:net'
import { recordAction } from '../actions/record.ts'
import { type Actor, requireAdmin } from '../people/actor.ts'
import type { Db } from '../platform/db/database.ts'
import { invalid } from '../platform/errors.ts'
import type { WebhookHost } from './api.ts'
import type { Inner } from './deps.ts'
import { isPrivateAddress } from './slack/private-address.ts'
import { SLACK_ORIGIN } from './slack/webhook-url.ts'
import { listHosts, lockHosts, replaceHosts } from './store/hosts.ts'

/** Null: a webhook may not lead there. */
export async function findAllowedHost(db: Db, url: string): Promise<{ allowsPrivate: boolean } | null> {
  const { origin } = new URL(url)
  if (origin === SLACK_ORIGIN) return { allowsPrivate: false }
  return (await listHosts(db)).find((host) => host.origin === origin) ?? null
}

export async function webhookHosts({ db }: Inner, actor: Actor): Promise<WebhookHost[]> {
  requireAdmin(actor)
  return listHosts(db)
}

/** The whole list at once. A channel whose host is taken away fails from then on, and says so. */
export async function changeWebhookHosts(
  inner: Inner,
  actor: Actor,
  given: readonly WebhookHost[],
  reason: string,
): Promise<WebhookHost[]> {
  requireAdmin(actor)
  const hosts = given.map(accepted).filter(({ origin }) => origin !== SLACK_ORIGIN)
  const unique = [...new Map(hosts.map((host) => [host.origin, host])).values()]
  return inner.db.transaction().execute(async (tx) => {
    await lockHosts(tx)
    const before = await listHosts(tx)
    if (JSON.stringify(before) === JSON.stringify(unique)) return before
    const at = inner.clock.now()
    await replaceHosts(tx, unique, at)
    const after = await listHosts(tx)
    await recordAction(tx, {
      at,
      kind: 'webhook-hosts.changed',
      actor,
      subject: after.map(({ origin }) => origin).join(', ') || SLACK_ORIGIN,
      reason,
      before: { hosts: before },
      after: { hosts: after },
    })
    return after
  })
}

/** An origin as it writes itself. Plain HTTP and addresses inside the network only where that was said expressly. */
function accepted({ origin, allowsPrivate }: WebhookHost): WebhookHost {
  if (!URL.canParse(origin)) throw invalid('webhook-host-invalid')
  const url = new URL(origin)
  const isBare = url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password
  if (!isBare || !['http:', 'https:'].includes(url.protocol)) throw invalid('webhook-host-invalid')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isInside = url.protocol === 'http:' || host === 'localhost' || (isIP(host) > 0 && isPrivateAddress(host))
  if (isInside && !allowsPrivate) throw invalid('webhook-host-private')
  return { origin: url.origin, allowsPrivate }
}
