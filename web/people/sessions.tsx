import { useQuery } from '@tanstack/react-query'
import type { Session } from '../../src/people/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Ago, Instant } from '../ui/instant.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { ProblemNote } from '../ui/notice.tsx'
import { SettingsSection } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { deviceName } from './device.ts'
import { sessionsQuery } from './queries.ts'

const say = words.people.account

export function Sessions() {
  const query = useQuery(sessionsQuery)
  const end = useWrite({
    act: (session: Session) => api.delete(`/api/me/sessions/${encodeURIComponent(session.id)}`),
    say: () => say.sessionEnded,
  })
  const name = (session: Session) => deviceName(session.userAgent) ?? say.unknownDevice
  const columns: Column<Session>[] = [
    {
      key: 'device',
      label: say.device,
      cell: (session) => (
        <span title={session.userAgent ?? undefined}>
          {name(session)}
          {session.current ? <span className="ml-2 text-sm font-normal text-ok">{say.thisDevice}</span> : null}
        </span>
      ),
    },
    {
      key: 'address',
      label: say.address,
      cell: (session) => <span className="text-sm">{session.address ?? words.common.none}</span>,
    },
    { key: 'started', label: say.started, cell: (session) => <Instant at={session.createdAt} className="text-sm" /> },
    {
      key: 'seen',
      label: say.lastSeen,
      cell: (session) => (
        <span className="text-sm">
          <Ago at={session.lastSeenAt} />
        </span>
      ),
    },
    {
      key: 'end',
      label: say.endSession,
      hideLabel: true,
      className: 'md:w-px',
      cell: (session) =>
        session.current ? null : (
          <Button
            pending={end.isPending && end.variables.id === session.id}
            onClick={() => end.mutate(session)}
            aria-label={say.endSessionOf(name(session))}
          >
            {say.endSession}
          </Button>
        ),
    },
  ]
  return (
    <SettingsSection title={say.sessions} about={say.sessionsAbout} id="sessions">
      {end.error ? <ProblemNote error={end.error} /> : null}
      <Loaded query={query} skeleton={<TableBones rows={2} />}>
        {({ items }) => (
          <DataTable caption={say.sessions} columns={columns} rows={items} rowKey={(session) => session.id} />
        )}
      </Loaded>
    </SettingsSection>
  )
}
