import { Link } from '@tanstack/react-router'
import type { CompareRow } from '../../src/reports/value/api.ts'
import { Amount, Change } from '../ui/amount.tsx'
import { Cut } from '../ui/cut.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { formatCount, formatShare } from '../words/format.ts'
import { words } from '../words/index.ts'
import { type CompareSearch, type CompareSort, sortedBy, standingOf } from './compare-search.ts'
import { formatYield } from './format-yield.ts'
import { LongStep } from './lack-step.tsx'
import { WorthChange } from './worth-change.tsx'

const say = words.value.compare
type SortColumn = Column<CompareRow> & { key: CompareSort }

const NAME: SortColumn = {
  key: 'name',
  label: say.columns.name,
  className: 'min-w-36 max-w-48 max-md:max-w-none',
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
const TEAM: SortColumn = {
  key: 'team',
  label: say.columns.team,
  wideOnly: true,
  className: 'max-w-32 text-sm text-muted max-md:max-w-none',
  cell: (row) => <Cut>{row.teamName}</Cut>,
}
const SPEND: SortColumn = {
  key: 'spend',
  label: say.columns.spend,
  numeric: true,
  cell: (row) => <Amount value={row.spend} />,
}

const COLUMNS: SortColumn[] = [
  NAME,
  TEAM,
  {
    key: 'costPerSuccess',
    label: say.columns.costPerSuccess,
    numeric: true,
    phone: 'line',
    cell: (row) =>
      row.costPerSuccess.now ? (
        <Amount value={row.costPerSuccess.now} className="font-medium" />
      ) : (
        <span className="text-sm text-muted">{words.value.noSuccess}</span>
      ),
  },
  {
    key: 'costPerSuccessChange',
    label: say.columns.costPerSuccessChange,
    numeric: true,
    phone: 'line',
    cell: (row) => <WorthChange ratio={row.costPerSuccess.change} rising="worse" />,
  },
  {
    key: 'successesPerDollar',
    label: say.columns.successesPerDollar,
    numeric: true,
    wideOnly: true,
    cell: (row) => (row.successesPerDollar.now === null ? <None /> : formatYield(row.successesPerDollar.now)),
  },
  SPEND,
  {
    key: 'change',
    label: say.columns.change,
    numeric: true,
    wideOnly: true,
    cell: (row) => <Change ratio={row.change} />,
  },
  { key: 'calls', label: say.columns.calls, numeric: true, wideOnly: true, cell: (row) => formatCount(row.calls) },
  {
    key: 'attempts',
    label: say.columns.attempts,
    numeric: true,
    cell: (row) => (row.attempts === null ? <None /> : formatCount(row.attempts)),
  },
  {
    key: 'successRate',
    label: say.columns.successRate,
    numeric: true,
    cell: (row) => <Share ratio={row.rate} />,
  },
  {
    key: 'feedback',
    label: say.columns.feedback,
    numeric: true,
    wideOnly: true,
    cell: (row) => <Share ratio={row.feedback} />,
  },
  {
    key: 'explained',
    label: say.columns.explained,
    numeric: true,
    wideOnly: true,
    cell: (row) => <ExplainedShare explained={row.explained} />,
  },
]

type Props = { rows: readonly CompareRow[]; search: CompareSearch; change: (next: CompareSearch) => void }

export function CompareTable({ rows, search, change }: Props) {
  const { sort, order } = standingOf(search)
  const columns = COLUMNS.map((column) => ({
    ...column,
    sort: { order: column.key === sort ? order : null, press: () => change(sortedBy(search, column.key)) },
  }))
  return <DataTable caption={say.title} columns={columns} rows={rows} rowKey={(row) => row.projectId} />
}

const LACKING: Column<CompareRow>[] = [
  NAME,
  TEAM,
  SPEND,
  { key: 'calls', label: say.columns.calls, numeric: true, cell: (row) => formatCount(row.calls) },
  {
    key: 'step',
    label: say.columns.step,
    phone: 'wide',
    className: 'text-sm',
    cell: (row) => (row.lack ? <LongStep row={row} lack={row.lack} /> : null),
  },
]

/** Not ranked: what each of them lacks. */
export function LackTable({ rows }: { rows: readonly CompareRow[] }) {
  return <DataTable caption={say.unrankedTitle} columns={LACKING} rows={rows} rowKey={(row) => row.projectId} />
}

function ExplainedShare({ explained }: Pick<CompareRow, 'explained'>) {
  const { share, state } = explained
  if (share !== null) return <>{formatShare(share)}</>
  if (state === 'checking') return <span className="text-sm text-muted">{say.checking}</span>
  return state === 'calls-only' ? <span className="text-sm text-muted">{say.callsOnly}</span> : <None />
}

function Share({ ratio }: { ratio: number | null }) {
  return ratio === null ? <None /> : formatShare(ratio)
}

function None() {
  return <span className="text-muted">–</span>
}
