import { Link } from '@tanstack/react-router'
import type { TopProject } from '../../src/reports/api.ts'
import { Sparkline } from '../charts/sparkline.tsx'
import { Amount, AtLeast } from '../ui/amount.tsx'
import { Cut } from '../ui/cut.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { Section } from '../ui/page.tsx'
import { WorthCell } from '../value/worth-cell.tsx'
import { words } from '../words/index.ts'
import { LimitShare } from './limit-use.tsx'
import { SpendState } from './spend-state.tsx'

const say = words.home.top

const COLUMNS: Column<TopProject>[] = [
  {
    key: 'project',
    label: say.project,
    className: 'max-w-0 w-2/5 max-md:max-w-none max-md:w-auto',
    cell: (row) => (
      <div className="flex min-w-0 items-baseline gap-2">
        <Link
          to="/projects/$id"
          params={{ id: row.projectId }}
          className="max-w-3/4 shrink-0 truncate underline-offset-4 hover:underline"
        >
          <Cut>{row.name}</Cut>
        </Link>
        <span className="min-w-0 truncate text-sm font-normal text-muted">
          <Cut>{row.teamName}</Cut>
        </span>
      </div>
    ),
  },
  {
    key: 'trend',
    wideOnly: true,
    label: words.spend.trend,
    cell: (row) => <Sparkline name={row.name} days={row.trend} steps />,
  },
  {
    key: 'today',
    label: words.spend.todayEstimated,
    numeric: true,
    cell: (row) => <AtLeast value={row.today} isUnpriced={row.isUnpriced} className="font-medium" />,
  },
  { key: 'yesterday', label: words.spend.yesterday, numeric: true, cell: (row) => <Amount value={row.yesterday} /> },
  {
    key: 'week',
    label: words.spend.last7Days,
    numeric: true,
    cell: (row) => <Amount value={row.last7Days} />,
  },
  {
    key: 'worth',
    label: words.value.figures.costPerSuccess,
    numeric: true,
    phone: 'line',
    cell: (row) => <WorthCell projectId={row.projectId} worth={row.worth} />,
  },
  { key: 'limit', label: words.spend.limit, numeric: true, cell: (row) => <LimitShare use={row.limit} /> },
  { key: 'state', label: words.spend.stateLabel, cell: (row) => <SpendState state={row.state} /> },
]

export function TopProjects({ projects }: { projects: readonly TopProject[] }) {
  return (
    <Section
      title={say.title}
      actions={
        <Link
          to="/projects"
          className="inline-flex min-h-6 items-center text-sm text-accent underline-offset-4 hover:underline"
        >
          {say.all}
        </Link>
      }
    >
      {projects.length === 0 ? (
        <Empty title={say.none}>{say.noneNext}</Empty>
      ) : (
        <DataTable caption={say.title} columns={COLUMNS} rows={projects} rowKey={(row) => row.projectId} />
      )}
    </Section>
  )
}
