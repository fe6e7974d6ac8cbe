import { useQuery } from '@tanstack/react-query'
import type { TeamMember } from '../../src/teams/api.ts'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { membersQuery } from './queries.ts'

const say = words.teams

const NAME: Column<TeamMember> = {
  key: 'name',
  label: say.memberSection.person,
  cell: (member) => <bdi className="block max-w-60 truncate">{member.name}</bdi>,
}
const EMAIL: Column<TeamMember> = {
  key: 'email',
  label: words.people.email,
  cell: (member) => (
    <span className="block max-w-72 truncate text-sm text-muted" title={member.email}>
      {member.email}
    </span>
  ),
}
const ROLE: Column<TeamMember> = {
  key: 'role',
  label: say.memberSection.role,
  cell: (member) => words.common[member.role],
}

export function MemberTable({ teamId, extra }: { teamId: string; extra?: Column<TeamMember>[] }) {
  const query = useQuery(membersQuery(teamId))
  return (
    <Loaded query={query} skeleton={<TableBones rows={3} />}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="text-muted">{say.membersNone}</p>
        ) : (
          <DataTable
            caption={say.members}
            columns={extra ? [NAME, EMAIL, ...extra] : [NAME, EMAIL, ROLE]}
            rows={items}
            rowKey={(member) => member.personId}
          />
        )
      }
    </Loaded>
  )
}
