import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { ProjectSpend } from '../../src/reports/api.ts'
import type { Project } from '../../src/teams/api.ts'
import { ActionList } from '../actions/action-list.tsx'
import { OpenBreaches } from '../alerts/open-breaches.tsx'
import { CausePanel } from '../causes/cause-panel.tsx'
import { singleSeries } from '../charts/series.ts'
import { TrendChart } from '../charts/trend-chart.tsx'
import { canManage } from '../platform/session.ts'
import { BindingList } from '../teams/binding-list.tsx'
import { ProjectIds } from '../teams/project-ids.tsx'
import { projectQuery } from '../teams/queries.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Bone } from '../ui/skeleton.tsx'
import { formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'
import { FreshnessLine } from './freshness-line.tsx'
import { LineItems } from './line-items.tsx'
import { PageBones, ProjectBones } from './project-bones.tsx'
import { ProjectFigures } from './project-figures.tsx'
import { ProjectNotices } from './project-notices.tsx'
import { readProjectSearch } from './project-search.ts'
import { projectSpendQuery } from './queries.ts'
import { Restatements } from './restatements.tsx'
import { SpendState } from './spend-state.tsx'
import { trendTitle } from './trend-title.ts'
import { UnpricedNote } from './unpriced-note.tsx'

const route = getRouteApi('/app/projects/$id')
const say = words.projects
const PERIODS = [30, 90, 180] as const

export function ProjectPage() {
  const { id } = route.useParams()
  const { days = 30, breach } = route.useSearch()
  const project = useQuery(projectQuery(id))
  const spend = useQuery(projectSpendQuery(id, days))
  return (
    <Loaded query={project} skeleton={<PageBones />}>
      {(found) => (
        <Page
          title={found.name}
          over={
            <Link
              to="/teams/$id"
              params={{ id: found.teamId }}
              dir="auto"
              className="inline-block max-w-full truncate align-bottom underline-offset-4 hover:underline"
            >
              {found.teamName}
            </Link>
          }
          under={
            <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
              {spend.data ? (
                <SpendState state={found.archivedAt ? 'archived' : spend.data.state} />
              ) : (
                <Bone className="h-5 w-16" />
              )}
              <ProjectIds projectId={id} />
            </span>
          }
          actions={
            canManage(found) ? (
              <ButtonLink to="/projects/$id/settings" params={{ id }}>
                {say.settings}
              </ButtonLink>
            ) : null
          }
        >
          <OpenBreaches projectId={id} breach={breach} />
          <Loaded query={spend} skeleton={<ProjectBones />}>
            {(read) => <SpendParts project={found} spend={read} days={days} />}
          </Loaded>
          <Section title={say.bindings}>
            <BindingList projectId={id} />
          </Section>
          <Section title={say.history}>
            <ActionList filter={{ projectId: id }} limit={10} />
          </Section>
        </Page>
      )}
    </Loaded>
  )
}

function SpendParts({ project, spend, days }: { project: Project; spend: ProjectSpend; days: number }) {
  const navigate = route.useNavigate()
  const titles = say.trendTitle
  const daily = spend.limits.find((use) => use.period === 'day')
  const limitLine = useMemo(
    () => (daily ? { amount: daily.limit.amount, label: words.spend.periodLimit.day(formatMoney(daily.limit)) } : null),
    [daily],
  )
  const title = trendTitle(spend.last7Days, titles)
  return (
    <>
      <ProjectNotices project={project} state={spend.state} />
      <ProjectFigures spend={spend} />
      <TrendChart
        title={title}
        label={titles.label(project.name, days)}
        series={singleSeries(project.name, spend.trend)}
        marks={spend.marks}
        limit={limitLine}
        actions={
          <Segmented
            label={say.period}
            value={String(days)}
            choices={PERIODS.map((period) => ({ value: String(period), label: say.days(period) }))}
            change={(value) =>
              void navigate({
                search: (before) => readProjectSearch({ ...before, days: value }),
                replace: true,
                resetScroll: false,
              })
            }
          />
        }
      />
      <UnpricedNote unpriced={spend.unpriced} />
      <FreshnessLine freshness={spend.freshness} />
      <CausePanel projectId={project.id} />
      <LineItems items={spend.lineItems} days={days} />
      <Restatements restatements={spend.restatements} />
    </>
  )
}
