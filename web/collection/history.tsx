import { useQuery } from '@tanstack/react-query'
import type { Collection } from '../../src/collection/api.ts'
import { amounts } from '../ui/amount.tsx'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { Instant } from '../ui/instant.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { formatCount, formatDay } from '../words/format.ts'
import { words } from '../words/index.ts'
import { CollectNowButton } from './collect-now.tsx'
import { collectionsQuery } from './queries.ts'

const say = words.collection
const TONES: Record<Collection['state'], BadgeTone> = {
  waiting: 'muted',
  running: 'accent',
  done: 'ok',
  failed: 'danger',
}

const COLUMNS: Column<Collection>[] = [
  {
    key: 'team',
    label: say.columns.team,
    cell: (row) => (
      <span className="flex items-baseline gap-2 font-normal">
        <bdi className="max-w-48 truncate">{row.teamName ?? words.common.none}</bdi>
        {row.keyLast4 ? <span className="text-xs text-muted">{say.key(row.keyLast4)}</span> : null}
      </span>
    ),
  },
  {
    key: 'period',
    label: say.columns.period,
    cell: (row) => <span className="num text-sm">{say.period(formatDay(row.from), formatDay(row.to))}</span>,
  },
  {
    key: 'days',
    label: say.columns.days,
    numeric: true,
    cell: (row) => `${formatCount(row.daysDone)} / ${formatCount(row.daysTotal)}`,
  },
  {
    key: 'cost',
    label: say.columns.cost,
    numeric: true,
    cell: (row) => (row.cost.length === 0 ? <Nothing /> : amounts(row.cost)),
  },
  {
    key: 'changed',
    label: say.columns.changed,
    numeric: true,
    cell: (row) => (row.changedLines === null ? <Nothing /> : formatCount(row.changedLines)),
  },
  {
    key: 'state',
    label: say.columns.state,
    cell: (row) => (
      <span>
        <Badge tone={TONES[row.state]}>{say.state[row.state]}</Badge>
        {row.problem ? <span className="block text-sm text-danger">{row.problem.detail}</span> : null}
      </span>
    ),
  },
  {
    key: 'started',
    label: say.columns.started,
    numeric: true,
    phone: 'line',
    cell: (row) => <Instant at={row.startedAt} className="text-sm text-muted" />,
  },
]

function Nothing() {
  return <span className="text-muted">–</span>
}

export function CollectionHistory() {
  const query = useQuery(collectionsQuery())
  return (
    <Loaded query={query} skeleton={<TableBones rows={4} />}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={say.none} action={<CollectNowButton />} />
        ) : (
          <DataTable caption={say.history} columns={COLUMNS} rows={items} rowKey={(row) => row.id} />
        )
      }
    </Loaded>
  )
}
