import { Gauge, Histogram, type Registry } from 'prom-client'

type Channel = 'mail' | 'slack'

/** What this needs of the outbox. */
export type Outbox = {
  onDelivered(observer: (delivered: { channel: Channel; seconds: number }) => void): void
  figures(): Promise<{ channel: Channel; waiting: number; oldestSeconds: number; failing: number }[]>
}

/** How long messages take from what they tell until the far side has them, and what does not get out. Answers with the reader. */
export function outboxMetrics(registry: Registry, outbox: Outbox): () => Promise<void> {
  const shared = { labelNames: ['channel' as const], registers: [registry] }
  const delay = new Histogram({
    name: 'finops_delivery_seconds',
    help: 'From detection until the message was taken by Slack or the mail server',
    buckets: [0.5, 1, 2, 5, 10, 30, 60, 300, 3_600, 86_400],
    ...shared,
  })
  const gauge = (name: string, help: string) => new Gauge({ name, help, ...shared })
  const waiting = gauge('finops_deliveries_waiting', 'Messages that wait to be sent')
  const oldest = gauge('finops_deliveries_oldest_seconds', 'Age of the oldest message that waits')
  const failing = gauge('finops_channels_failing', 'Slack channels that fail, and 1 while the mail server does')
  outbox.onDelivered(({ channel, seconds }) => delay.observe({ channel }, seconds))
  return async () => {
    for (const figure of await outbox.figures()) {
      const { channel } = figure
      waiting.set({ channel }, figure.waiting)
      oldest.set({ channel }, figure.oldestSeconds)
      failing.set({ channel }, figure.failing)
    }
  }
}
