import { invalid } from '../../platform/errors.ts'

export const SLACK_ORIGIN = 'https://hooks.slack.com'

/** `/services/T…/B…/…`. A workflow's trigger answers ok and shows nothing of what it was sent. */
const SERVICE = /^\/services\/[A-Z0-9]{1,40}\/[A-Z0-9]{1,40}\/[A-Za-z0-9]{8,80}$/
const WORKFLOW = /^\/(?:workflows|triggers)\//
const LONGEST = 1_000

export type WebhookUrl = { url: string; origin: string; host: string; last4: string }

/** Reads what somebody pasted. Whether its origin is allowed is judged apart, here and again at every message. */
export function readWebhookUrl(given: string): WebhookUrl {
  const text = given.trim()
  if (text.length > LONGEST || !URL.canParse(text)) throw invalid('webhook-invalid')
  const url = new URL(text)
  const isPlain = !url.username && !url.password && !url.hash && ['http:', 'https:'].includes(url.protocol)
  if (!isPlain || url.pathname.length < 5) throw invalid('webhook-invalid')
  if (url.origin === SLACK_ORIGIN) {
    if (WORKFLOW.test(url.pathname)) throw invalid('webhook-workflow')
    if (!SERVICE.test(url.pathname) || url.search) throw invalid('webhook-not-slack')
  }
  return { url: url.href, origin: url.origin, host: url.host, last4: url.href.slice(-4) }
}
