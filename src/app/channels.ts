import { type ChannelsDeps, createChannels } from '../channels/index.ts'
import type { Config } from '../config.ts'
import { type createPeopleDirectory, workspaceTimeZone } from '../people/index.ts'
import { leadsOf } from '../teams/index.ts'

type Given = Pick<ChannelsDeps, 'database' | 'clock' | 'sharedNow' | 'log' | 'vault'> & {
  config: Config
  directory: ReturnType<typeof createPeopleDirectory>
}

/** Who is told: the leads of the team and the workspace's admins, in the workspace's zone. */
export function composeChannels({ config, directory, ...given }: Given) {
  const { smtpUrl, mailFrom, publicUrl, displayTimeZone } = config
  return createChannels({
    ...given,
    smtpUrl,
    from: mailFrom,
    publicUrl,
    timeZone: async () => (await workspaceTimeZone(given.database.db)) ?? displayTimeZone,
    addressOf: async (personId) => (await directory.find([personId])).get(personId)?.email ?? null,
    async peopleFor(tx, teamId) {
      const people = await directory.adminsAnd(tx, teamId === null ? [] : await leadsOf(tx, teamId))
      return people.map(({ email }) => email)
    },
  })
}
