import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { CallChoices } from '../../src/calls/api.ts'
import { projectQuery } from '../teams/queries.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { formatFullDay } from '../words/format.ts'
import { words } from '../words/index.ts'
import { CallFilters } from './call-filters.tsx'
import { CallTable } from './call-table.tsx'
import { type CallsSearch, isFiltered, readCallsSearch, spanOf } from './calls-search.ts'
import { callChoicesQuery, callsQuery } from './queries.ts'

const route = getRouteApi('/app/projects/$id/calls')
const say = words.calls

export function CallsPage() {
  const { id } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const project = useQuery(projectQuery(id))
  const choices = useQuery(callChoicesQuery(id, spanOf(search))).data
  const calls = useInfiniteQuery(callsQuery(id, search))
  const change = (next: CallsSearch) => void navigate({ search: next, replace: true, resetScroll: false })
  return (
    <Loaded query={project} skeleton={<TableBones rows={10} />}>
      {(found) => (
        <Page title={say.titleOf(found.name)} over={<ProjectLink id={id} name={found.name} />} under={say.about}>
          <CallFilters projectId={id} search={search} change={change} />
          {search.trace === undefined ? null : (
            <p className="flex flex-wrap items-center gap-2 text-sm">
              {say.ofTrace} <code className="break-all">{search.trace}</code>
              <Button tone="quiet" onClick={() => change(readCallsSearch({ ...search, trace: '' }))}>
                {say.allTraces}
              </Button>
            </p>
          )}
          <Loaded query={calls} skeleton={<TableBones rows={10} />}>
            {({ pages }) => {
              const rows = pages.flatMap((page) => page.items)
              if (rows.length === 0) return <NoCalls projectId={id} search={search} choices={choices} change={change} />
              return (
                <div className="flex flex-col gap-4">
                  <p role="status" className="sr-only">
                    {say.shown(rows.length)}
                  </p>
                  <CallTable projectId={id} calls={rows} />
                  <LoadMore pages={calls} />
                  {choices ? <p className="text-xs text-muted">{say.kept(formatFullDay(choices.keptFrom))}</p> : null}
                </div>
              )
            }}
          </Loaded>
        </Page>
      )}
    </Loaded>
  )
}

export function ProjectLink({ id, name }: { id: string; name: string }) {
  return (
    <Link
      to="/projects/$id"
      params={{ id }}
      dir="auto"
      className="inline-block max-w-full truncate align-bottom underline-offset-4 hover:underline"
    >
      {name}
    </Link>
  )
}

/** Nothing for these filters, nothing in this period, nothing ever: each has another next step. */
function NoCalls({
  projectId,
  search,
  choices,
  change,
}: {
  projectId: string
  search: CallsSearch
  choices: CallChoices | undefined
  change: (next: CallsSearch) => void
}) {
  if (isFiltered(search)) {
    const { period, from, to } = search
    const clear = () => change({ ...(period ? { period } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) })
    return <Empty title={say.noneFound} action={<Button onClick={clear}>{say.clear}</Button>} />
  }
  if (choices?.firstDay) {
    return (
      <Empty title={say.noneThen} action={<Button onClick={() => change({ period: 'all' })}>{say.showAll}</Button>} />
    )
  }
  const guide = (
    <ButtonLink to="/projects/$id/connect" params={{ id: projectId }} tone="primary">
      {say.guide}
    </ButtonLink>
  )
  return (
    <Empty title={say.none} action={guide}>
      {say.noneNext}
    </Empty>
  )
}
