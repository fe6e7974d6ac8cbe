import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { isAdmin, useMe } from '../platform/session.ts'
import { CreateProjectButton } from '../teams/create-project.tsx'
import { teamsQuery } from '../teams/queries.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { ExportLink } from './export-link.tsx'
import { FreshnessLine } from './freshness-line.tsx'
import { ProjectFilters } from './project-filters.tsx'
import { ProjectTable } from './project-table.tsx'
import type { ProjectsSearch } from './projects-search.ts'
import { projectRowsQuery } from './queries.ts'

const route = getRouteApi('/app/projects')
const say = words.projects

export function ProjectsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const query = useInfiniteQuery(projectRowsQuery(search))
  const change = (next: ProjectsSearch) => void navigate({ search: next, replace: true })
  const filtered = Boolean(search.search || search.teamId || search.state || search.archived)
  return (
    <Page
      title={say.title}
      actions={
        <>
          <ExportLink {...(search.teamId ? { teamId: search.teamId } : {})} />
          <CreateProjectButton {...(search.teamId ? { teamId: search.teamId } : {})} />
        </>
      }
    >
      <ProjectFilters search={search} change={change} />
      <Loaded query={query} skeleton={<TableBones rows={10} />}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items)
          if (rows.length === 0) {
            return filtered ? (
              <Empty title={say.emptyFilter} action={<Button onClick={() => change({})}>{say.clearFilter}</Button>} />
            ) : (
              <NoProjects />
            )
          }
          return (
            <div className="flex flex-col gap-4">
              <p role="status" className="sr-only">
                {say.shown(rows.length)}
              </p>
              <ProjectTable rows={rows} />
              <LoadMore pages={query} />
              {pages[0] ? <FreshnessLine freshness={pages[0].freshness} /> : null}
            </div>
          )
        }}
      </Loaded>
    </Page>
  )
}

/** A project needs a team: without one, that is the next step. */
function NoProjects() {
  const me = useMe()
  const teams = useQuery(teamsQuery())
  if (isAdmin(me) && teams.data?.items.length === 0) {
    const create = (
      <ButtonLink to="/teams" search={{ create: true }} tone="primary">
        {words.teams.create}
      </ButtonLink>
    )
    return (
      <Empty title={say.empty} action={create}>
        {words.teams.emptyNext}
      </Empty>
    )
  }
  return (
    <Empty title={say.empty} action={<CreateProjectButton />}>
      {say.emptyNext}
    </Empty>
  )
}
