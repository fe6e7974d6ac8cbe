import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Home } from '../../src/reports/api.ts'
import { collapseSeries } from '../charts/series.ts'
import { TrendChart } from '../charts/trend-chart.tsx'
import { RunningCollections } from '../collection/running.tsx'
import { isAdmin, useMe } from '../platform/session.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { formatMoney, formatShare } from '../words/format.ts'
import { words } from '../words/index.ts'
import { FirstRunChecklist } from './checklist.tsx'
import { FreshnessLine } from './freshness-line.tsx'
import { HomeBones } from './home-bones.tsx'
import { FigureRow, PeriodFigure } from './period-figure.tsx'
import { homeQuery } from './queries.ts'
import { shownTodos } from './shown-todos.ts'
import { TodayFigure } from './today-figure.tsx'
import { TodoList } from './todo-list.tsx'
import { TopProjects } from './top-projects.tsx'
import { trendTitle } from './trend-title.ts'
import { UnpricedNote } from './unpriced-note.tsx'

const say = words.home

export function HomePage() {
  const query = useQuery(homeQuery)
  return (
    <Page title={say.title} hideTitle>
      <Loaded query={query} skeleton={<HomeBones />}>
        {(home) => <HomeParts home={home} />}
      </Loaded>
    </Page>
  )
}

function HomeParts({ home }: { home: Home }) {
  const me = useMe()
  if (!isAdmin(me) && me.teams.length === 0) return <Empty title={say.emptyMember} />
  const todos = shownTodos(home, me)
  const empty = home.checklist !== null && !home.checklist.firstCosts
  return (
    <div className="flex flex-col gap-8">
      {home.checklist && todos.length === 0 ? null : <TodoList todos={todos} freshness={home.freshness} />}
      {home.checklist ? <FirstRunChecklist checklist={home.checklist} /> : null}
      <RunningCollections />
      {empty ? null : <Figures home={home} />}
    </div>
  )
}

function Figures({ home }: { home: Home }) {
  const series = useMemo(
    () =>
      collapseSeries(
        home.trend.map((one) => ({
          key: one.teamId ?? 'unattributed',
          name: one.teamId ? one.name : words.charts.unattributed,
          unattributed: one.teamId === null,
          days: one.days,
        })),
        words.charts.others,
      ),
    [home.trend],
  )
  return (
    <>
      <FigureRow>
        <TodayFigure today={home.today} />
        <PeriodFigure kind="yesterday" period={home.yesterday} />
        <PeriodFigure kind="last7Days" period={home.last7Days} />
        <PeriodFigure kind="thisMonth" period={home.thisMonth} />
      </FigureRow>
      <TopProjects projects={home.topProjects} />
      <TrendChart title={trendTitle(home.today, home.last7Days, say.trend)} label={say.trend.about} series={series} />
      <UnpricedNote unpriced={home.unpriced} />
      <FreshnessLine freshness={home.freshness}>
        <UnattributedLink home={home} />
      </FreshnessLine>
    </>
  )
}

function UnattributedLink({ home }: { home: Home }) {
  const { unattributed } = home
  if (!unattributed?.amount) return null
  const amount = formatMoney(unattributed.amount)
  return (
    <Link
      to="/unattributed"
      className="num inline-flex min-h-6 items-center text-accent underline-offset-4 hover:underline"
    >
      {unattributed.share === null
        ? say.unattributedPlain(amount)
        : say.unattributed(amount, formatShare(unattributed.share))}
      <span aria-hidden="true">&nbsp;→</span>
    </Link>
  )
}
