import { useQuery } from '@tanstack/react-query'
import type { Person } from '../../src/people/api.ts'
import { api } from '../platform/api.ts'
import { useMe } from '../platform/session.ts'
import { useWrite } from '../platform/write.ts'
import { Badge } from '../ui/badge.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Ago } from '../ui/instant.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { ProblemNote } from '../ui/notice.tsx'
import { SettingsSection } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { PersonActions } from './person-actions.tsx'
import { PersonRole } from './person-role.tsx'
import { peopleQuery } from './queries.ts'

const say = words.settings

export function PeopleSection() {
  const me = useMe()
  const query = useQuery(peopleQuery)
  // The last admin cannot be demoted: the server says so, and the sentence stands above the table.
  const changeRole = useWrite({
    act: ({ person, role }: { person: Person; role: string }) =>
      api.patch<Person>(`/api/people/${encodeURIComponent(person.id)}`, { role }),
    say: (changed) => say.roleChanged(changed.name, words.common[changed.role]),
  })
  const columns: Column<Person>[] = [
    {
      key: 'person',
      label: say.person,
      className: 'max-w-0 w-2/5 max-md:w-auto max-md:max-w-none',
      cell: (person) => <PersonName person={person} self={person.id === me.id} />,
    },
    {
      key: 'role',
      label: say.role,
      className: 'md:w-32',
      cell: (person) => (
        <PersonRole
          person={person}
          pending={changeRole.isPending}
          change={(role) => changeRole.mutate({ person, role })}
        />
      ),
    },
    {
      key: 'seen',
      label: say.lastSeen,
      cell: (person) =>
        person.disabledAt ? (
          <Badge tone="muted">{say.disabled}</Badge>
        ) : (
          <span className="text-sm text-muted">
            <Ago at={person.lastSeenAt} />
          </span>
        ),
    },
    {
      key: 'actions',
      label: say.status,
      hideLabel: true,
      className: 'md:w-px',
      cell: (person) => (person.id === me.id ? null : <PersonActions person={person} />),
    },
  ]
  return (
    <SettingsSection title={say.people} id="people">
      {changeRole.error ? <ProblemNote error={changeRole.error} /> : null}
      <Loaded query={query} skeleton={<TableBones rows={3} />}>
        {({ items }) => (
          <DataTable
            caption={say.people}
            columns={columns}
            rows={items}
            rowKey={(person) => person.id}
            muted={(person) => person.disabledAt !== null}
          />
        )}
      </Loaded>
    </SettingsSection>
  )
}

function PersonName({ person, self }: { person: Person; self: boolean }) {
  const teams = person.teams.map((team) => `${team.teamName} ${words.common[team.role]}`).join(', ')
  return (
    <div className="min-w-0 py-1">
      <p className="truncate">
        <bdi>{person.name}</bdi>
        {self ? <span className="ml-1.5 text-xs font-normal text-muted">({say.you})</span> : null}
      </p>
      <p className="truncate text-sm font-normal text-muted" title={person.email}>
        {person.email}
      </p>
      {teams ? (
        <p className="truncate text-xs font-normal text-muted" title={teams}>
          {teams}
        </p>
      ) : null}
    </div>
  )
}
