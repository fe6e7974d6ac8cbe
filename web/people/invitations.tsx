import { useQuery } from '@tanstack/react-query'
import type { Invitation } from '../../src/people/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Instant } from '../ui/instant.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { ProblemNote } from '../ui/notice.tsx'
import { SettingsSection } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { InviteForm } from './invite-form.tsx'
import { invitationsQuery } from './queries.ts'

const say = words.settings

export function Invitations() {
  const query = useQuery(invitationsQuery)
  const withdraw = useWrite({
    act: (invitation: Invitation) => api.delete(`/api/invitations/${invitation.id}`),
    say: () => say.withdrawn,
  })
  const columns: Column<Invitation>[] = [
    {
      key: 'email',
      label: words.people.email,
      cell: (one) => (
        <span className="block max-w-64 truncate font-normal" title={one.email}>
          {one.email}
        </span>
      ),
    },
    {
      key: 'role',
      label: say.role,
      cell: (one) => (
        <span className="text-sm">
          {[words.common[one.role], ...one.teams.map((team) => `${team.teamName} ${words.common[team.role]}`)].join(
            ', ',
          )}
        </span>
      ),
    },
    { key: 'by', label: say.invitedBy, cell: (one) => <bdi className="text-sm">{one.invitedBy}</bdi> },
    {
      key: 'expires',
      label: say.expires,
      numeric: true,
      phone: 'line',
      cell: (one) => <Instant at={one.expiresAt} className="text-sm text-muted" />,
    },
    {
      key: 'withdraw',
      label: say.withdraw,
      hideLabel: true,
      className: 'md:w-px',
      cell: (one) => (
        <Button
          pending={withdraw.isPending && withdraw.variables.id === one.id}
          onClick={() => withdraw.mutate(one)}
          aria-label={say.withdrawOf(one.email)}
        >
          {say.withdraw}
        </Button>
      ),
    },
  ]
  return (
    <SettingsSection title={say.invitations} about={say.inviteAbout} id="invitations">
      <InviteForm />
      {withdraw.error ? <ProblemNote error={withdraw.error} /> : null}
      <Loaded query={query} skeleton={<TableBones rows={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-muted">{say.invitationsNone}</p>
          ) : (
            <DataTable caption={say.invitations} columns={columns} rows={items} rowKey={(one) => one.id} />
          )
        }
      </Loaded>
    </SettingsSection>
  )
}
