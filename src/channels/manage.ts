import { randomUUID } from 'node:crypto'
import { recordAction } from '../actions/record.ts'
import { type Actor, canSeeTeam, requireAdmin, requireLead, requireTeam } from '../people/actor.ts'
import { conflict, invalid, notFound } from '../platform/errors.ts'
import type { Channel, ChannelChange, ChannelInput } from './api.ts'
import { channelView } from './channel-view.ts'
import type { Inner } from './deps.ts'
import { findAllowedHost } from './hosts.ts'
import { secretOwner } from './secret-owner.ts'
import { SAYS } from './slack/failure.ts'
import { readWebhookUrl, type WebhookUrl } from './slack/webhook-url.ts'
import {
  type ChannelRow,
  countChannels,
  deleteChannel,
  findChannel,
  findChannelState,
  giveUpWaiting,
  insertChannel,
  listChannels,
  lockChannel,
  teamExists,
  updateChannel,
} from './store/channels.ts'
import { deleteLane, forgetFailures } from './store/lanes.ts'

/** Each notice goes to every one of them. */
const MOST_CHANNELS = 20

export async function channelsOf({ db }: Inner, actor: Actor, teamId: string | null): Promise<Channel[]> {
  if (teamId === null) requireAdmin(actor)
  else requireTeam(actor, teamId)
  return (await listChannels(db, teamId)).map(channelView)
}

export async function createChannel(inner: Inner, actor: Actor, input: ChannelInput): Promise<Channel> {
  await requireRight(inner, actor, input.teamId)
  const webhook = input.kind === 'slack' && input.url !== null ? await acceptWebhook(inner, input.url) : null
  const row: ChannelRow = {
    id: randomUUID(),
    teamId: input.teamId,
    kind: input.kind,
    name: input.name,
    host: webhook?.host ?? null,
    last4: webhook?.last4 ?? null,
    addresses: input.kind === 'mail' ? distinct(input.addresses) : [],
    enabled: true,
  }
  const store = webhook && (await inner.vault.prepare(secretOwner(row.id), webhook.url))
  await inner.db.transaction().execute(async (tx) => {
    if ((await countChannels(tx, row.teamId)) >= MOST_CHANNELS) throw conflict('channel-too-many')
    const at = inner.clock.now()
    await insertChannel(tx, row, at)
    await store?.(tx)
    await recordAction(tx, { ...about(row, actor), at, kind: 'channel.created', after: facts(row) })
  })
  return view(inner, row.id)
}

export async function changeChannel(inner: Inner, actor: Actor, id: string, change: ChannelChange): Promise<Channel> {
  const seen = await requireChannel(inner, actor, id)
  await requireRight(inner, actor, seen.teamId)
  if (change.url !== undefined && seen.kind !== 'slack') throw invalid('channel-takes-no-url')
  if (change.addresses !== undefined && seen.kind !== 'mail') throw invalid('channel-takes-no-addresses')
  const webhook = change.url === undefined ? null : await acceptWebhook(inner, change.url)
  const store = webhook && (await inner.vault.prepare(secretOwner(id), webhook.url))
  await inner.db.transaction().execute(async (tx) => {
    const before = await lockChannel(tx, id)
    if (!before) throw notFound('not-found')
    const after: ChannelRow = {
      ...before,
      name: change.name ?? before.name,
      addresses: change.addresses ? distinct(change.addresses) : before.addresses,
      enabled: change.enabled ?? before.enabled,
      ...(webhook ? { host: webhook.host, last4: webhook.last4 } : {}),
    }
    await updateChannel(tx, after)
    await store?.(tx)
    // What waited for a webhook that failed leaves by the new one.
    if (webhook || after.enabled !== before.enabled) await forgetFailures(tx, id)
    if (!after.enabled) await giveUpWaiting(tx, id, SAYS.removed)
    const [was, is] = [facts(before), { ...facts(after), ...(webhook ? { newUrl: true } : {}) }]
    if (JSON.stringify(was) === JSON.stringify(is)) return
    const at = inner.clock.now()
    await recordAction(tx, { ...about(after, actor), at, kind: 'channel.changed', before: was, after: is })
  })
  return view(inner, id)
}

export async function removeChannel(inner: Inner, actor: Actor, id: string): Promise<void> {
  const seen = await requireChannel(inner, actor, id)
  await requireRight(inner, actor, seen.teamId, true)
  await inner.db.transaction().execute(async (tx) => {
    const row = await lockChannel(tx, id)
    if (!row) throw notFound('not-found')
    await giveUpWaiting(tx, id, SAYS.removed)
    await deleteLane(tx, id)
    await deleteChannel(tx, id)
    await inner.vault.remove(tx, secretOwner(id))
    await recordAction(tx, {
      ...about(row, actor),
      at: inner.clock.now(),
      kind: 'channel.removed',
      before: facts(row),
    })
  })
}

/** What one may not see does not exist; a channel of the workspace is seen by admins. */
export async function requireChannel({ db }: Inner, actor: Actor, id: string): Promise<ChannelRow> {
  const row = await findChannel(db, id)
  if (!row) throw notFound('not-found')
  if (row.teamId === null) requireAdmin(actor)
  else if (!canSeeTeam(actor, row.teamId)) throw notFound('not-found')
  return row
}

export async function requireRight(inner: Inner, actor: Actor, teamId: string | null, alsoArchived = false) {
  if (teamId === null) return requireAdmin(actor)
  requireLead(actor, teamId)
  const state = await teamExists(inner.db, teamId)
  if (state === null) throw notFound('not-found')
  if (state === 'archived' && !alsoArchived) throw conflict('team-archived')
}

async function acceptWebhook({ db }: Inner, given: string): Promise<WebhookUrl> {
  const webhook = readWebhookUrl(given)
  if ((await findAllowedHost(db, webhook.url)) === null) throw invalid('webhook-host-refused', { host: webhook.host })
  return webhook
}

async function view({ db }: Inner, id: string): Promise<Channel> {
  const state = await findChannelState(db, id)
  if (!state) throw notFound('not-found')
  return channelView(state)
}

function about(row: ChannelRow, actor: Actor) {
  return { actor, subject: row.name, teamId: row.teamId }
}

function facts({ kind, name, host, last4, addresses, enabled }: ChannelRow) {
  return { channel: kind, name, enabled, ...(kind === 'slack' ? { host, last4 } : { addresses }) }
}

function distinct(addresses: readonly string[]): string[] {
  return [...new Map(addresses.map((address) => [address.toLowerCase(), address])).values()]
}
