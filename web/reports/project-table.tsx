import { Link } from '@tanstack/react-router'
import type { ProjectRow } from '../../src/reports/api.ts'
import { Sparkline } from '../charts/sparkline.tsx'
import { Amount, AtLeast, Change } from '../ui/amount.tsx'
import { Cut } from '../ui/cut.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { words } from '../words/index.ts'
import { LimitShare } from './limit-use.tsx'
import { SpendState } from './spend-state.tsx'

const say = words.projects

const NAME: Column<ProjectRow> = {
  key: 'project',
  label: say.project,
  className: 'w-1/4 max-w-0 max-md:w-auto max-md:max-w-none',
  cell: (row) => (
    <Link
      to="/projects/$id"
      params={{ id: row.projectId }}
      className="block max-w-full truncate underline-offset-4 hover:underline"
    >
      <Cut>{row.name}</Cut>
    </Link>
  ),
}
const TEAM: Column<ProjectRow> = {
  key: 'team',
  label: say.team,
  wideOnly: true,
  className: 'w-[14%] max-w-0 text-sm text-muted max-md:w-auto max-md:max-w-none',
  cell: (row) => <Cut className="max-md:max-w-52">{row.teamName}</Cut>,
}
const FIGURES: Column<ProjectRow>[] = [
  {
    key: 'trend',
    label: words.spend.trend,
    wideOnly: true,
    cell: (row) => <Sparkline name={row.name} days={row.trend} />,
  },
  {
    key: 'today',
    label: words.spend.todayEstimated,
    numeric: true,
    cell: (row) => <AtLeast value={row.today} isUnpriced={row.isUnpriced} className="font-medium" />,
  },
  {
    key: 'yesterday',
    label: words.spend.yesterday,
    numeric: true,
    wideOnly: true,
    cell: (row) => <Amount value={row.yesterday} />,
  },
  {
    key: 'week',
    label: words.spend.last7Days,
    numeric: true,
    cell: (row) => <Amount value={row.last7Days} />,
  },
  {
    key: 'change',
    label: words.spend.change,
    numeric: true,
    wideOnly: true,
    cell: (row) => <Change ratio={row.change} />,
  },
  {
    key: 'month',
    label: words.spend.last30Days,
    numeric: true,
    wideOnly: true,
    cell: (row) => <Amount value={row.last30Days} />,
  },
  {
    key: 'limit',
    label: words.spend.limit,
    numeric: true,
    phone: 'half',
    cell: (row) => <LimitShare use={row.limit} />,
  },
  { key: 'state', label: words.spend.stateLabel, cell: (row) => <SpendState state={row.state} /> },
]

export function ProjectTable({ rows, withTeam = true }: { rows: readonly ProjectRow[]; withTeam?: boolean }) {
  return (
    <DataTable
      caption={say.title}
      columns={withTeam ? [NAME, TEAM, ...FIGURES] : [NAME, ...FIGURES]}
      rows={rows}
      rowKey={(row) => row.projectId}
      muted={(row) => row.archivedAt !== null}
    />
  )
}
