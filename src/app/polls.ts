import type { Blocking } from '../blocking/index.ts'
import { createPolls, openAiUsageSource, type PollsDeps } from '../collection/index.ts'
import type { Config } from '../config.ts'
import { createOpenAiUsage } from '../providers/openai/index.ts'
import type { Teams } from '../teams/index.ts'
import type { Thresholds } from '../thresholds/index.ts'

type Ground = Pick<PollsDeps, 'database' | 'clock' | 'log' | 'ledger' | 'sharedNow'>

/** Usage of every organization with a working key, oftener where a project is near a limit or blocked; it proves blocks. */
export function composePolls(
  parts: Ground & { config: Config; teams: Teams; thresholds: Thresholds; blocking: Blocking },
) {
  const { config, teams, thresholds, blocking, ...ground } = parts
  return createPolls({
    ...ground,
    source: openAiUsageSource(createOpenAiUsage({ clock: ground.clock }), config.openaiBaseUrl),
    keys: teams.keyDesk,
    hotProjects: async () => new Set([...(await thresholds.hotProjects()), ...(await blocking.hotProjects())]),
    onPolled: blocking.proveSoon,
    intervalSeconds: config.usagePollSeconds,
  })
}
