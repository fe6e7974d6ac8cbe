import { IncomingWebhook } from '@slack/webhook'
import { SECOND } from '../../platform/clock.ts'
import { VaultError } from '../../platform/vault/vault-error.ts'
import type { Inner } from '../deps.ts'
import { findAllowedHost } from '../hosts.ts'
import type { Carrier } from '../outbox/lane.ts'
import { circumstancesOf } from '../outbox/late.ts'
import type { Outcome } from '../outbox/outcome.ts'
import { secretOwner } from '../secret-owner.ts'
import { findChannel } from '../store/channels.ts'
import { type SlackMessage, slackMessage } from './blocks.ts'
import { down, failureOf, isBadMessage, SAYS } from './failure.ts'
import { guardedFetch } from './guarded-fetch.ts'
import { SLACK_ORIGIN } from './webhook-url.ts'

/** One Slack channel, for one round. */
export function openSlack(inner: Inner, channelId: string): Carrier {
  return {
    // In the order in which they were queued.
    width: 1,
    // Words alone are tried after blocks that were refused.
    leaseMs: 2 * inner.slackPatienceMs + 10 * SECOND,
    close: () => {},
    async send(message, at): Promise<Outcome> {
      const { notice } = message
      const channel = await findChannel(inner.db, channelId)
      if (!channel?.enabled || !notice)
        return { kind: 'refused', problem: SAYS.removed, giveUp: true, inTheDark: false }
      const url = await openUrl(inner, channelId)
      if (typeof url !== 'string') return url
      const host = await findAllowedHost(inner.db, url)
      if (host === null) return down(SAYS.hostRefused, { needsPeople: true })
      const words = slackMessage(notice, await circumstancesOf(message, at, inner.timeZone))
      return postTo({ url, allowsPrivate: host.allowsPrivate, patienceMs: inner.slackPatienceMs }, words)
    },
  }
}

type Way = { url: string; allowsPrivate: boolean; patienceMs: number }

/** Blocks that Slack does not like must not cost the alarm: its words alone are tried once. */
async function postTo(way: Way, message: SlackMessage): Promise<Outcome> {
  const first = await attempt(way, message)
  if (!('error' in first) || !isBadMessage(first.error)) return first.outcome
  return (await attempt(way, { text: message.text })).outcome
}

async function attempt(
  { url, allowsPrivate, patienceMs }: Way,
  message: Partial<SlackMessage>,
): Promise<{ outcome: Outcome; error?: unknown }> {
  const { fetch, trace } = guardedFetch(allowsPrivate)
  // The client repeats nothing unless it is told to.
  const webhook = new IncomingWebhook(url, { fetch, timeout: patienceMs })
  try {
    const { text } = await webhook.send({ ...message, unfurl_links: false })
    const isSlack = new URL(url).origin === SLACK_ORIGIN
    return { outcome: isSlack && text.trim() !== 'ok' ? down(SAYS.answer, { inTheDark: true }) : { kind: 'accepted' } }
  } catch (error) {
    return { outcome: failureOf(error, trace), error }
  }
}

async function openUrl({ vault, db }: Inner, channelId: string): Promise<string | Outcome> {
  try {
    return await vault.open(db, secretOwner(channelId))
  } catch (error) {
    if (!(error instanceof VaultError)) throw error
    return error.problem === 'secret-missing'
      ? down(SAYS.secretMissing, { needsPeople: true })
      : down(SAYS.secretLocked, {})
  }
}
