import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { ProjectSpend } from '../../src/reports/api.ts'
import type { Project } from '../../src/teams/api.ts'
import { singleSeries } from '../charts/series.ts'
import { TrendChart } from '../charts/trend-chart.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'
import { readProjectSearch } from './project-search.ts'
import { trendTitle } from './trend-title.ts'

const route = getRouteApi('/app/projects/$id')
const say = words.projects
const PERIODS = [30, 90, 180] as const

/** Days by basis, under the daily limit, with the actions that bent them. */
export function ProjectTrend({ project, spend, days }: { project: Project; spend: ProjectSpend; days: number }) {
  const navigate = route.useNavigate()
  const titles = say.trendTitle
  const daily = spend.limits.find((use) => use.period === 'day')
  const limit = useMemo(
    () => (daily ? { amount: daily.limit.amount, label: words.spend.periodLimit.day(formatMoney(daily.limit)) } : null),
    [daily],
  )
  return (
    <TrendChart
      title={trendTitle(spend.today, spend.last7Days, titles)}
      label={titles.label(project.name, days)}
      series={singleSeries(project.name, spend.trend)}
      marks={spend.marks}
      limit={limit}
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
  )
}
