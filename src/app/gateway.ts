import type { Calls } from '../calls/index.ts'
import type { Config } from '../config.ts'
import { createGateway, type GatewayDeps } from '../gateway/index.ts'
import { createLimits } from '../limits/index.ts'
import type { Pricing } from '../pricing/index.ts'
import type { Teams } from '../teams/index.ts'

type Given = Pick<GatewayDeps, 'db' | 'clock' | 'log'> & {
  config: Config
  teams: Teams
  calls: Calls
  pricing: Pricing
}

/** Whom it lets through is the teams', the blocks' and the limits' to say; what it saw is given to the calls. */
export async function composeGateway({ config, teams, calls, pricing, ...given }: Given) {
  const { projectKeys, providerKeys } = teams
  const limits = createLimits({ ...given, prices: pricing.table, record: calls.record })
  const gateway = await createGateway({
    ...given,
    openaiBaseUrl: config.openaiBaseUrl,
    dataDir: config.dataDir,
    spoolMaxBytes: config.spoolMaxMegabytes * 1024 * 1024,
    async record(records) {
      const answers = await limits.record(records)
      const uses = records.flatMap(({ keyId, at }) => (keyId === null ? [] : { keyId, at }))
      // The calls are committed: what was not noted is noted with the next ones.
      await projectKeys.noteUse(uses).catch((error) => given.log.warn({ err: error }, 'use of keys not noted'))
      return answers
    },
    admission: limits.admission,
    source: {
      livingKeys: projectKeys.livingKeys,
      providerKeys: providerKeys.stored,
      openProviderKey: providerKeys.open,
    },
  })
  return {
    ...gateway,
    limits,

    async start(): Promise<void> {
      await limits.start()
      await gateway.start()
    },

    async stop(): Promise<void> {
      await gateway.stop()
      await limits.stop()
    },
  }
}
