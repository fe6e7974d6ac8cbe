import { Link } from '@tanstack/react-router'
import type { TaskWorth } from '../../src/reports/value/api.ts'
import { Cut } from '../ui/cut.tsx'
import type { Column } from '../ui/data-table.tsx'
import { ShortTable } from '../ui/short-table.tsx'
import { formatCount, formatMoney, formatShare } from '../words/format.ts'
import { words } from '../words/index.ts'
import { CostOfCalls } from './cost-of-calls.tsx'
import { WorthChange } from './worth-change.tsx'

const say = words.value

export function TaskTable({
  projectId,
  tasks,
  days,
}: {
  projectId: string
  tasks: readonly TaskWorth[]
  days: number
}) {
  return (
    <ShortTable
      caption={say.tasks.title}
      columns={columnsOf(projectId, days)}
      rows={tasks}
      rowKey={(row) => row.task}
      first={8}
    />
  )
}

function columnsOf(projectId: string, days: number): Column<TaskWorth>[] {
  return [
    {
      key: 'task',
      label: say.tasks.task,
      className: 'max-w-0 w-1/4 max-md:w-auto max-md:max-w-none',
      cell: (row) => (
        <Link
          to="/projects/$id/calls"
          params={{ id: projectId }}
          search={{ task: row.task, ...(days === 30 ? { period: '30' } : days === 90 ? { period: 'all' } : {}) }}
          className="block max-w-full truncate underline-offset-4 hover:underline"
        >
          {row.task === '' ? words.calls.missing.task : <Cut>{row.task}</Cut>}
        </Link>
      ),
    },
    { key: 'calls', label: say.tasks.calls, numeric: true, cell: (row) => formatCount(row.calls) },
    { key: 'cost', label: say.tasks.cost, numeric: true, cell: (row) => <CostOfCalls row={row} /> },
    {
      key: 'outcome',
      label: say.tasks.outcome,
      numeric: true,
      phone: 'line',
      cell: (row) =>
        row.outcome ? (
          say.ofAttempts(formatCount(row.outcome.successes), formatCount(row.outcome.attempts))
        ) : (
          <span className="text-sm text-muted">{say.noOutcome}</span>
        ),
    },
    {
      key: 'rate',
      label: say.tasks.rate,
      numeric: true,
      cell: (row) => (row.outcome?.rate === null || !row.outcome ? <None /> : formatShare(row.outcome.rate)),
    },
    {
      key: 'feedback',
      label: say.tasks.feedback,
      numeric: true,
      cell: (row) => (row.outcome?.feedback === null || !row.outcome ? <None /> : formatShare(row.outcome.feedback)),
    },
    {
      key: 'costPerSuccess',
      label: say.tasks.costPerSuccess,
      numeric: true,
      phone: 'line',
      cell: (row) => <CostPerSuccess row={row} />,
    },
    {
      key: 'change',
      label: say.tasks.change,
      numeric: true,
      phone: 'line',
      cell: (row) => <WorthChange ratio={row.costPerSuccess.change} rising="worse" />,
    },
  ]
}

function CostPerSuccess({ row }: { row: TaskWorth }) {
  const { now } = row.costPerSuccess
  if (now === null) return <None />
  return (
    <span title={`${now.amount} ${now.currency}`}>
      {formatMoney(now)}
      {row.unpricedCalls > 0 ? <span className="block text-xs text-warn">{say.atLeast}</span> : null}
    </span>
  )
}

function None() {
  return <span className="text-muted">–</span>
}
