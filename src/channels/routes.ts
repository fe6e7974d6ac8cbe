import type { App } from '../platform/http/app.ts'
import type { Channels } from './create-channels.ts'
import { deliveryRoutes } from './routes/deliveries.ts'
import { hostRoutes } from './routes/hosts.ts'
import { settingsRoutes } from './routes/settings.ts'

export function channelRoutes(app: App, channels: Channels): void {
  settingsRoutes(app, channels)
  hostRoutes(app, channels)
  deliveryRoutes(app, channels)
}
