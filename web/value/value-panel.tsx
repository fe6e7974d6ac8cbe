import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ProjectValue } from '../../src/reports/value/api.ts'
import { readProjectSearch } from '../reports/project-search.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { Section } from '../ui/page.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { ChartBones, TableBones } from '../ui/skeleton.tsx'
import { formatCount, formatFullDay, formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'
import { Breakdowns } from './breakdowns.tsx'
import { ExplainedBar, Guide } from './explained-bar.tsx'
import { valueQuery } from './queries.ts'
import { TaskTable } from './task-table.tsx'
import { WorthChart } from './worth-chart.tsx'
import { WorthFigures } from './worth-figures.tsx'

const route = getRouteApi('/app/projects/$id')
const say = words.value
const PERIODS = [7, 30, 90] as const

/** What the project's money bought, beside the same time before. */
export function ValuePanel({ projectId, name }: { projectId: string; name: string }) {
  const { value: days = 7 } = route.useSearch()
  const navigate = route.useNavigate()
  const query = useQuery(valueQuery(projectId, days))
  return (
    <Section
      title={say.title}
      about={say.about}
      actions={
        <>
          <Segmented
            label={say.period}
            value={String(days)}
            choices={PERIODS.map((period) => ({ value: String(period), label: words.projects.days(period) }))}
            change={(chosen) =>
              void navigate({
                search: (before) => readProjectSearch({ ...before, value: chosen }),
                replace: true,
                resetScroll: false,
              })
            }
          />
          <ButtonLink to="/projects/$id/outcomes" params={{ id: projectId }}>
            {words.outcomes.open}
          </ButtonLink>
          <ButtonLink to="/projects/$id/outcomes" params={{ id: projectId }}>
            {say.outcomes}
          </ButtonLink>
          <ButtonLink to="/projects/$id/calls" params={{ id: projectId }}>
            {words.calls.title}
          </ButtonLink>
        </>
      }
    >
      <Loaded
        query={query}
        skeleton={
          <div className="flex flex-col gap-6">
            <TableBones rows={2} />
            <ChartBones />
          </div>
        }
      >
        {(value) => <Value value={value} name={name} />}
      </Loaded>
    </Section>
  )
}

function Value({ value, name }: { value: ProjectValue; name: string }) {
  const { projectId, calls, outcome, trend, tasks } = value
  const hasCalls = calls.calls > 0
  const hasOutcomes = outcome !== null || trend.some(({ successes }) => successes !== null)
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <WorthFigures value={value} />
      <Since value={value} />
      <ExplainedBar projectId={projectId} explained={value.explained} />
      <Unpriced value={value} />
      {hasOutcomes ? <WorthChart name={name} days={trend} /> : null}
      {tasks.length > 0 ? (
        <div className="flex min-w-0 flex-col gap-3">
          <h3 className="font-medium">{say.tasks.title}</h3>
          <TaskTable projectId={projectId} tasks={tasks} days={value.days} />
          <p className="max-w-[75ch] text-xs text-muted">{say.tasks.about}</p>
        </div>
      ) : null}
      {hasCalls ? <Breakdowns by={value.by} /> : null}
      {hasCalls ? null : (
        <Empty title={say.noCallsYet} action={<Guide projectId={projectId}>{say.explained.guide}</Guide>}>
          {say.noCallsNext}
        </Empty>
      )}
      <Today today={value.today} />
    </div>
  )
}

/** Why a comparison is missing, or what to do where nothing was recorded. */
function Since({ value }: { value: ProjectValue }) {
  const { outcomesSince, spend, projectId } = value
  if (outcomesSince === null) {
    return (
      <p className="text-sm text-muted">
        {say.noOutcomeNext}{' '}
        <Link
          to="/projects/$id/outcomes"
          params={{ id: projectId }}
          className="text-accent underline underline-offset-4"
        >
          {say.recordOutcomes}
        </Link>
      </p>
    )
  }
  if (outcomesSince <= spend.previousFrom) return null
  return <p className="text-sm text-muted">{say.since(formatFullDay(outcomesSince))}</p>
}

function Unpriced({ value: { calls, projectId, days } }: { value: ProjectValue }) {
  if (calls.unpricedCalls === 0) return null
  const period = days === 30 ? { period: '30' as const } : days === 90 ? { period: 'all' as const } : {}
  return (
    <Notice
      tone="warn"
      action={
        <Link
          to="/projects/$id/calls"
          params={{ id: projectId }}
          search={{ priced: 'no', ...period }}
          className="text-sm text-accent underline-offset-4 hover:underline"
        >
          {say.seeUnpriced}
        </Link>
      }
    >
      {say.unpriced(formatCount(calls.unpricedCalls), formatCount(calls.calls))}
    </Notice>
  )
}

function Today({ today }: { today: ProjectValue['today'] }) {
  if (today.calls === 0 && today.attempts === null) return null
  const parts = [
    ...(today.calls > 0
      ? [say.todayCalls(formatCount(today.calls), today.cost ? formatMoney(today.cost) : words.calls.costUnknown)]
      : []),
    ...(today.unpricedCalls > 0 && today.cost ? [say.plusUnpriced(formatCount(today.unpricedCalls))] : []),
    ...(today.attempts === null
      ? []
      : [say.todayOutcome(formatCount(today.successes ?? 0), formatCount(today.attempts))]),
  ]
  return (
    <p className="text-sm text-muted">
      {say.today} <span className="num">{parts.join(' · ')}</span>
    </p>
  )
}
