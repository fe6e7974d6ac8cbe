import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { teamsQuery } from '../teams/queries.ts'
import { SelectField } from '../ui/field.tsx'
import { Page } from '../ui/page.tsx'
import { words } from '../words/index.ts'
import { ActionList } from './action-list.tsx'

const route = getRouteApi('/app/actions')
const say = words.actions

export function ActionsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const teams = useQuery(teamsQuery())
  return (
    <Page title={say.title} under={say.about}>
      <div className="max-w-64">
        <SelectField
          label={say.team}
          value={search.teamId ?? ''}
          onChange={(event) =>
            void navigate({ search: event.target.value ? { teamId: event.target.value } : {}, replace: true })
          }
          choices={[
            { value: '', label: say.allTeams },
            ...(teams.data?.items ?? []).map((team) => ({ value: team.id, label: team.name })),
          ]}
        />
      </div>
      <ActionList filter={search} />
    </Page>
  )
}
