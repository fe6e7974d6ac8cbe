import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { teamsQuery } from '../teams/queries.ts'
import { Empty } from '../ui/empty.tsx'
import { SelectField } from '../ui/field.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page, Section } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { formatCount, formatSpan } from '../words/format.ts'
import { words } from '../words/index.ts'
import { type CompareSearch, readCompareSearch, standingOf, USUAL_ORDER } from './compare-search.ts'
import { CompareTable, LackTable } from './compare-table.tsx'
import { compareFile, compareQuery } from './queries.ts'

const route = getRouteApi('/app/compare')
const say = words.value.compare

/** All projects side by side: first those of which enough is known, then the others with what they lack. */
export function ComparePage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const query = useInfiniteQuery(compareQuery(search))
  const change = (next: CompareSearch) => void navigate({ search: next, replace: true, resetScroll: false })
  const first = query.data?.pages[0]
  const about = first
    ? say.about(formatSpan(first.from, first.to), formatSpan(first.previousFrom, first.previousTo))
    : undefined
  return (
    <Page title={say.title} under={about} actions={<ExportLink search={search} />}>
      <Controls search={search} change={change} />
      <Loaded query={query} skeleton={<TableBones rows={10} />}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items)
          const [ranked, lacking] = [rows.filter(({ lack }) => lack === null), rows.filter(({ lack }) => lack !== null)]
          if (rows.length === 0) return <Empty title={say.none}>{say.noneNext}</Empty>
          const { sort, order } = standingOf(search)
          return (
            <div className="flex min-w-0 flex-col gap-6">
              <p role="status" className="text-sm text-muted">
                {say.ranked(formatCount(pages[0]?.ranked ?? 0), formatCount(pages[0]?.unranked ?? 0))}{' '}
                <span className="sr-only">{say.sortedBy(say.columns[sort], order)}</span>
              </p>
              {ranked.length > 0 ? <CompareTable rows={ranked} search={search} change={change} /> : null}
              {lacking.length > 0 ? (
                <Section title={say.unrankedTitle} about={say.unrankedAbout}>
                  <LackTable rows={lacking} />
                </Section>
              ) : null}
              <LoadMore pages={query} />
            </div>
          )
        }}
      </Loaded>
    </Page>
  )
}

/** The team, and on a phone, where a table has no head to press, the order. */
function Controls({ search, change }: { search: CompareSearch; change: (next: CompareSearch) => void }) {
  const teams = useQuery(teamsQuery())
  const { sort, order } = standingOf(search)
  return (
    <search className="grid grid-cols-2 items-end gap-3 md:grid-cols-[minmax(0,16rem)_1fr]">
      <SelectField
        label={say.team}
        value={search.teamId ?? ''}
        onChange={({ target }) => change(readCompareSearch({ ...search, teamId: target.value }))}
        choices={[
          { value: '', label: say.allTeams },
          ...(teams.data?.items ?? []).map((team) => ({ value: team.id, label: team.name })),
        ]}
      />
      <div className="md:hidden">
        <SelectField
          label={say.sortBy}
          value={`${sort} ${order}`}
          onChange={({ target }) => {
            const [chosen, direction] = target.value.split(' ')
            change(readCompareSearch({ ...search, sort: chosen, order: direction }))
          }}
          choices={Object.keys(USUAL_ORDER).flatMap((name) =>
            (['asc', 'desc'] as const).map((direction) => ({
              value: `${name} ${direction}`,
              label: `${say.columns[name as keyof typeof USUAL_ORDER]} · ${say.turn[direction]}`,
            })),
          )}
        />
      </div>
    </search>
  )
}

function ExportLink({ search }: { search: CompareSearch }) {
  return (
    <a
      href={compareFile(search)}
      download
      className="inline-flex min-h-9 items-center gap-1.5 rounded-md border border-line-strong/60 bg-raised px-3 text-sm font-medium whitespace-nowrap hover:bg-surface pointer-coarse:min-h-11"
    >
      <Download aria-hidden="true" className="size-4" />
      {say.export}
    </a>
  )
}
