import type { Inner } from './deps.ts'
import { countFailingLanes, queueFigures } from './store/health.ts'

export type OutboxFigures = {
  channel: 'mail' | 'slack'
  waiting: number
  oldestSeconds: number
  failing: number
}[]

/** For whoever watches the product from outside. */
export async function outboxFigures({ db, sharedNow }: Inner): Promise<OutboxFigures> {
  const [now, queues, lanes] = [await sharedNow(db), await queueFigures(db), await countFailingLanes(db)]
  return queues.map(({ channel, waiting, oldest }) => ({
    channel,
    waiting,
    oldestSeconds: oldest === null ? 0 : Math.max(0, (now.getTime() - oldest.getTime()) / 1_000),
    failing: lanes.find((lane) => lane.channel === channel)?.failing ?? 0,
  }))
}
