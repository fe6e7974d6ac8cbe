import { type AlertsDeps, createAlerts } from '../alerts/index.ts'
import { causesOf } from '../causes/index.ts'
import type { Channels } from '../channels/index.ts'
import type { Config } from '../config.ts'
import { workspaceTimeZone } from '../people/index.ts'

type Given = Pick<AlertsDeps, 'db' | 'clock' | 'sharedNow' | 'sentence'> & { config: Config; channels: Channels }

/** What happened becomes messages, in the workspace's zone and with the links of this installation. */
export function composeAlerts({ config, channels, ...given }: Given) {
  return createAlerts({
    ...given,
    publicUrl: config.publicUrl,
    timeZone: async (on) => (await workspaceTimeZone(on)) ?? config.displayTimeZone,
    causesOf,
    queue: channels.queue,
    deliverSoon: channels.deliverSoon,
  })
}
