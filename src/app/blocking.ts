import { type BlockingDeps, createBlocking } from '../blocking/index.ts'
import type { Config } from '../config.ts'
import { commandActor } from '../people/actor.ts'
import { type createPeopleDirectory, workspaceTimeZone } from '../people/index.ts'
import { SECOND } from '../platform/clock.ts'
import { createOpenAiLimits } from '../providers/openai/index.ts'
import type { Teams } from '../teams/index.ts'

type Given = Pick<BlockingDeps, 'database' | 'clock' | 'sharedNow' | 'log' | 'tell' | 'deliverSoon'> & {
  config: Config
  directory: ReturnType<typeof createPeopleDirectory>
  teams: Teams
}

export function composeBlocking({ config, directory, teams, ...given }: Given) {
  const { openaiBaseUrl, publicUrl, displayTimeZone } = config
  return createBlocking({
    ...given,
    openaiBaseUrl,
    publicUrl,
    usageLagMs: config.usageLagSeconds * SECOND,
    limits: createOpenAiLimits({ clock: given.clock }),
    keys: writingKeysOf(teams),
    projects: teams.projects,
    teams: teams.teams,
    timeZone: async () => (await workspaceTimeZone(given.database.db)) ?? displayTimeZone,
    addressesOf: async (ids) => [...(await directory.find(ids)).values()].map(({ email }) => email),
  })
}

/** What a block asks of Admin keys, and what it does with them. */
export function writingKeysOf({ keyDesk, adminKeys, teams }: Teams): BlockingDeps['keys'] {
  return {
    async keysOf(organizationId) {
      const keys = await keyDesk.collectableKeys()
      return keys.filter((key) => key.organizationId === organizationId)
    },
    openKey: keyDesk.openKey,
    noteWriteAccess: keyDesk.noteWriteAccess,
    markBroken: keyDesk.markBroken,
    keysOfTeam: async (teamId) => (await teams.get(commandActor, teamId)).adminKeys,
    setAside: adminKeys.deactivate,
    takeBack: adminKeys.reactivate,
  }
}
