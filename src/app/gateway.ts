import type { Calls } from '../calls/index.ts'
import type { Config } from '../config.ts'
import { createGateway, type GatewayDeps } from '../gateway/index.ts'
import type { Teams } from '../teams/index.ts'

type Given = Pick<GatewayDeps, 'db' | 'clock' | 'log'> & { config: Config; teams: Teams; calls: Calls }

/** Whom it lets through is the teams' and the blocks' to say; what it saw is given to the calls. */
export function composeGateway({ config, teams, calls, ...given }: Given) {
  const { projectKeys, providerKeys } = teams
  return createGateway({
    ...given,
    openaiBaseUrl: config.openaiBaseUrl,
    dataDir: config.dataDir,
    spoolMaxBytes: config.spoolMaxMegabytes * 1024 * 1024,
    async record(records) {
      const answers = await calls.record(records)
      const uses = records.flatMap(({ keyId, at }) => (keyId === null ? [] : { keyId, at }))
      // The calls are committed: what was not noted is noted with the next ones.
      await projectKeys.noteUse(uses).catch((error) => given.log.warn({ err: error }, 'use of keys not noted'))
      return answers
    },
    source: {
      livingKeys: projectKeys.livingKeys,
      providerKeys: providerKeys.stored,
      openProviderKey: providerKeys.open,
    },
  })
}
