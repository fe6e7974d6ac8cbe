import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Approvals } from '../blocking/approvals.tsx'
import { blocksQuery } from '../blocking/queries.ts'
import { teamsQuery } from '../teams/queries.ts'
import { Empty } from '../ui/empty.tsx'
import { SelectField } from '../ui/field.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { AlertRow } from './alert-row.tsx'
import { type AlertsSearch, readAlertsSearch } from './alerts-search.ts'
import { alertsQuery } from './queries.ts'

const route = getRouteApi('/app/alerts')
const say = words.alerts

export function AlertsPage() {
  const search = route.useSearch()
  const query = useInfiniteQuery(alertsQuery(search))
  const of = search.teamId ? { teamId: search.teamId } : {}
  const blocks = useInfiniteQuery(blocksQuery({ ...of, state: 'unfinished' }))
  // Whoever comes from the message that asks for a release finds it first.
  const isStopped = (blocks.data?.pages[0]?.items.length ?? 0) > 0
  return (
    <Page title={say.title} under={say.about}>
      <Filters search={search} />
      {isStopped ? <Approvals {...of} /> : null}
      <Loaded query={query} skeleton={<TableBones rows={4} />}>
        {({ pages }) => {
          const alerts = pages.flatMap((page) => page.items)
          if (alerts.length === 0) {
            return search.state === 'all' ? (
              <Empty title={say.noneAll} />
            ) : (
              <Empty title={say.none}>{say.noneNext}</Empty>
            )
          }
          return (
            <>
              <ul className="divide-y divide-line border-y border-line">
                {alerts.map((alert) => (
                  <AlertRow key={alert.id} alert={alert} />
                ))}
              </ul>
              <LoadMore pages={query} />
            </>
          )
        }}
      </Loaded>
      {isStopped ? null : <Approvals {...of} />}
    </Page>
  )
}

function Filters({ search }: { search: AlertsSearch }) {
  const navigate = route.useNavigate()
  const teams = useQuery(teamsQuery())
  const set = (part: Record<string, string>) =>
    void navigate({ search: readAlertsSearch({ ...search, ...part }), replace: true })
  return (
    <search className="flex flex-wrap items-end gap-x-4 gap-y-3">
      <Segmented
        label={say.filter}
        value={search.state ?? 'open'}
        choices={[
          { value: 'open', label: say.filters.open },
          { value: 'all', label: say.filters.all },
        ]}
        change={(state) => set({ state })}
      />
      <div className="w-64 max-w-full">
        <SelectField
          label={say.team}
          hideLabel
          value={search.teamId ?? ''}
          onChange={(event) => set({ teamId: event.target.value })}
          choices={[
            { value: '', label: say.allTeams },
            ...(teams.data?.items ?? []).map((team) => ({ value: team.id, label: team.name })),
          ]}
        />
      </div>
    </search>
  )
}
