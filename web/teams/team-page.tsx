import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { TeamSpend } from '../../src/reports/api.ts'
import type { Team } from '../../src/teams/api.ts'
import { PastBlocks } from '../blocking/block-status.tsx'
import { TeamBlockButtons, TeamBlockStatus } from '../blocking/team-block.tsx'
import { singleSeries } from '../charts/series.ts'
import { TrendChart } from '../charts/trend-chart.tsx'
import { RunningCollections } from '../collection/running.tsx'
import { canManage } from '../platform/session.ts'
import { FreshnessLine } from '../reports/freshness-line.tsx'
import { FigureRow, PeriodFigure } from '../reports/period-figure.tsx'
import { PageBones, ProjectBones } from '../reports/project-bones.tsx'
import { ProjectTable } from '../reports/project-table.tsx'
import { projectRowsQuery, teamSpendQuery } from '../reports/queries.ts'
import { TodayFigure } from '../reports/today-figure.tsx'
import { trendTitle } from '../reports/trend-title.ts'
import { UnpricedNote } from '../reports/unpriced-note.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page, Section } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { CreateProjectButton } from './create-project.tsx'
import { KeySummary } from './key-summary.tsx'
import { MemberTable } from './member-table.tsx'
import { teamQuery } from './queries.ts'

const route = getRouteApi('/app/teams/$id')
const say = words.teams
const SHOWN_PROJECTS = 20

export function TeamPage() {
  const { id } = route.useParams()
  const team = useQuery(teamQuery(id))
  const spend = useQuery(teamSpendQuery(id, 30))
  return (
    <Loaded query={team} skeleton={<PageBones />}>
      {(found) => (
        <Page
          title={found.name}
          under={`${words.common[found.myRole]} · ${say.projects} ${say.projectCount(found.projectCount)} · ${say.members} ${say.memberCount(found.memberCount)}`}
          actions={
            <>
              <TeamBlockButtons team={found} />
              {canManage(found) ? (
                <ButtonLink to="/teams/$id/settings" params={{ id }}>
                  {say.settings}
                </ButtonLink>
              ) : null}
            </>
          }
        >
          <TeamNotice team={found} />
          <TeamBlockStatus teamId={id} />
          <RunningCollections teamId={id} />
          <Loaded query={spend} skeleton={<ProjectBones />}>
            {(read) => <SpendParts team={found} spend={read} />}
          </Loaded>
          <TeamProjects team={found} />
          {found.adminKeys.length > 0 ? (
            <Section title={say.keys}>
              <KeySummary keys={found.adminKeys} />
            </Section>
          ) : null}
          <PastBlocks subject={{ kind: 'teams', id }} />
          <Section title={say.members}>
            <MemberTable teamId={id} />
          </Section>
        </Page>
      )}
    </Loaded>
  )
}

function TeamNotice({ team }: { team: Team }) {
  if (team.archivedAt) return <Notice>{say.archivedNote}</Notice>
  if (team.adminKeys.length > 0) return null
  const register = canManage(team) ? (
    <ButtonLink to="/teams/$id/settings" params={{ id: team.id }} tone="primary">
      {say.registerKey}
    </ButtonLink>
  ) : null
  return (
    <Notice tone="warn" action={register}>
      {say.noKeyNote}
    </Notice>
  )
}

function SpendParts({ team, spend }: { team: Team; spend: TeamSpend }) {
  return (
    <>
      <FigureRow>
        <TodayFigure today={spend.today} />
        <PeriodFigure kind="yesterday" period={spend.yesterday} />
        <PeriodFigure kind="last7Days" period={spend.last7Days} />
        <PeriodFigure kind="thisMonth" period={spend.thisMonth} />
      </FigureRow>
      <TrendChart
        title={trendTitle(spend.today, spend.last7Days, words.projects.trendTitle)}
        label={say.spendTitle(team.name)}
        series={singleSeries(team.name, spend.trend)}
      />
      <UnpricedNote unpriced={spend.unpriced} />
      <FreshnessLine freshness={spend.freshness} />
    </>
  )
}

function TeamProjects({ team }: { team: Team }) {
  const query = useInfiniteQuery(projectRowsQuery({ teamId: team.id }, SHOWN_PROJECTS))
  const create = team.archivedAt ? null : <CreateProjectButton teamId={team.id} />
  return (
    <Section title={say.projects} actions={create}>
      <Loaded query={query} skeleton={<TableBones rows={4} />}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items)
          if (rows.length === 0)
            return <Empty title={say.projectsNone}>{canManage(team) ? words.projects.emptyNext : null}</Empty>
          return (
            <>
              <ProjectTable rows={rows} withTeam={false} />
              {query.hasNextPage ? (
                <Link
                  to="/projects"
                  search={{ teamId: team.id }}
                  className="inline-flex min-h-6 items-center self-start text-accent underline-offset-4 hover:underline"
                >
                  {say.allProjects}
                </Link>
              ) : null}
            </>
          )
        }}
      </Loaded>
    </Section>
  )
}
