import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { isAdmin, useMe } from '../platform/session.ts'
import { Button } from '../ui/button.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { SettingsSection } from '../ui/page.tsx'
import { Bone } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { AddChannel } from './add-channel.tsx'
import { ChannelCard } from './channel-card.tsx'
import { MailStatus } from './mail-status.tsx'
import { channelsQuery } from './queries.ts'

const say = words.channels.settings

/** Where the notices of a team go, or (null) those of every team. */
export function ChannelSettings({ teamId }: { teamId: string | null }) {
  const query = useQuery(channelsQuery(teamId))
  const [adding, setAdding] = useState<'slack' | 'mail' | null>(null)
  const me = useMe()
  return (
    <SettingsSection title={say.title} about={teamId === null ? say.aboutWorkspace : say.aboutTeam} id="channels">
      <Loaded query={query} skeleton={<Bone className="h-32 w-full" />}>
        {({ items, mail }) => (
          <div className="flex flex-col gap-4">
            <MailStatus mail={mail} canTest={teamId === null && isAdmin(me)} />
            {items.length > 0 ? (
              <ul aria-label={say.title} className="divide-y divide-line border-y border-line">
                {items.map((channel) => (
                  <ChannelCard key={channel.id} channel={channel} />
                ))}
              </ul>
            ) : (
              <p className="max-w-[70ch] text-muted">{say.none}</p>
            )}
            <div className="flex flex-wrap items-center gap-2">
              <Button tone={items.length === 0 ? 'primary' : 'plain'} onClick={() => setAdding('slack')}>
                {say.addSlack}
              </Button>
              <Button onClick={() => setAdding('mail')}>{say.addMail}</Button>
              <Link
                to="/outbox"
                search={teamId === null ? {} : { teamId }}
                className="inline-flex min-h-9 items-center px-1 text-sm text-accent underline-offset-4 hover:underline"
              >
                {say.toOutbox}
              </Link>
            </div>
          </div>
        )}
      </Loaded>
      <AddChannel kind={adding} teamId={teamId} close={() => setAdding(null)} />
    </SettingsSection>
  )
}
