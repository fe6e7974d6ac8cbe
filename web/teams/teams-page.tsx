import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Team } from '../../src/teams/api.ts'
import { isAdmin, useMe } from '../platform/session.ts'
import { Cut } from '../ui/cut.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { CheckField } from '../ui/field.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { CreateTeamButton } from './create-team.tsx'
import { KeyState } from './key-state.tsx'
import { teamsQuery } from './queries.ts'

const route = getRouteApi('/app/teams')
const say = words.teams

const COLUMNS: Column<Team>[] = [
  {
    key: 'name',
    label: say.title,
    className: 'w-2/5 max-w-0 max-md:w-auto max-md:max-w-none',
    cell: (team) => (
      <Link to="/teams/$id" params={{ id: team.id }} className="block truncate underline-offset-4 hover:underline">
        <Cut>{team.name}</Cut>
      </Link>
    ),
  },
  {
    key: 'projects',
    label: say.projects,
    numeric: true,
    cell: (team) => <span className="num">{say.projectCount(team.projectCount)}</span>,
  },
  {
    key: 'members',
    label: say.members,
    numeric: true,
    cell: (team) => <span className="num">{say.memberCount(team.memberCount)}</span>,
  },
  { key: 'keys', label: say.keys, cell: (team) => <TeamKeys team={team} /> },
  {
    key: 'role',
    label: say.myRole,
    cell: (team) => <span className="text-sm text-muted">{words.common[team.myRole]}</span>,
  },
]

export function TeamsPage() {
  const me = useMe()
  const { archived = false, create = false } = route.useSearch()
  const navigate = route.useNavigate()
  const query = useQuery(teamsQuery(archived))
  const openCreate = (open: boolean) =>
    void navigate({ search: { ...(archived ? { archived } : {}), ...(open ? { create: true } : {}) }, replace: true })
  return (
    <Page title={say.title} actions={isAdmin(me) ? <CreateTeamButton open={create} change={openCreate} /> : null}>
      <CheckField
        label={say.showArchived}
        checked={archived}
        onChange={(event) => void navigate({ search: event.target.checked ? { archived: true } : {}, replace: true })}
        className="self-start"
      />
      <Loaded query={query} skeleton={<TableBones rows={4} />}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={isAdmin(me) ? say.empty : say.emptyMember}>{isAdmin(me) ? say.emptyNext : null}</Empty>
          ) : (
            <DataTable
              caption={say.title}
              columns={COLUMNS}
              rows={items}
              rowKey={(team) => team.id}
              muted={(team) => team.archivedAt !== null}
            />
          )
        }
      </Loaded>
    </Page>
  )
}

function TeamKeys({ team }: { team: Team }) {
  if (team.archivedAt) return <span className="text-sm text-muted">{words.common.archived}</span>
  if (team.adminKeys.length === 0) return <span className="text-sm text-muted">{say.noKey}</span>
  return (
    <ul className="flex flex-wrap gap-x-4">
      {team.adminKeys.map((key) => (
        <li key={key.id} className="flex items-center gap-2">
          <code className="text-sm">{words.keys.ends(key.last4)}</code>
          <KeyState state={key.state} />
        </li>
      ))}
    </ul>
  )
}
