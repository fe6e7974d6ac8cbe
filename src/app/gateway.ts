import type { Calls } from '../calls/index.ts'
import type { Config } from '../config.ts'
import { createGateway, type GatewayDeps } from '../gateway/index.ts'
import type { Teams } from '../teams/index.ts'

type Given = Pick<GatewayDeps, 'db' | 'clock' | 'log'> & { config: Config; teams: Teams; calls: Calls }

/** Whom it lets through is the teams' and the blocks' to say; what it saw is given to the calls. */
export function composeGateway({ config, teams, calls, ...given }: Given) {
  return createGateway({
    ...given,
    openaiBaseUrl: config.openaiBaseUrl,
    dataDir: config.dataDir,
    spoolMaxBytes: config.spoolMaxMegabytes * 1024 * 1024,
    record: (records) => calls.record(records),
    source: {
      livingKeys: teams.projectKeys.livingKeys,
      providerKeys: teams.providerKeys.stored,
      openProviderKey: teams.providerKeys.open,
    },
  })
}
