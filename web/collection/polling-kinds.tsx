import type { PolledKind } from '../../src/collection/polling/api.ts'
import { Badge } from '../ui/badge.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Ago, useNow } from '../ui/instant.tsx'
import { formatAgo, formatCount } from '../words/format.ts'
import { words } from '../words/index.ts'

const say = words.polling

const COLUMNS: Column<PolledKind>[] = [
  {
    key: 'kind',
    label: say.columns.kind,
    cell: (row) => <span className="font-normal whitespace-nowrap">{say.kind[row.kind]}</span>,
  },
  {
    key: 'readAt',
    label: say.columns.readAt,
    phone: 'line',
    cell: (row) => (row.readAt ? <Ago at={row.readAt} /> : <span className="text-muted">{say.unread}</span>),
  },
  {
    key: 'seen',
    label: say.columns.seen,
    phone: 'line',
    cell: (row) => (row.seenUntil ? <Ago at={row.seenUntil} /> : <span className="text-muted">–</span>),
  },
  {
    key: 'requests',
    label: say.columns.requests,
    numeric: true,
    phone: 'line',
    cell: (row) => formatCount(row.requestsLastMinute),
  },
  { key: 'state', label: say.columns.state, phone: 'wide', cell: (row) => <KindState kind={row} /> },
]

function KindState({ kind }: { kind: PolledKind }) {
  const now = useNow()
  const doubt = kind.doubted > 0 ? say.doubted(kind.doubted) : null
  if (kind.problem === null) {
    if (kind.readAt === null) return <Badge tone="muted">{say.unread}</Badge>
    return (
      <span>
        <Badge tone={doubt ? 'warn' : 'ok'}>{doubt ?? say.ok}</Badge>
      </span>
    )
  }
  return (
    <span className="text-sm">
      <span className="text-danger">{kind.problem.detail}</span>
      {kind.retryAt ? <span className="text-muted"> {say.retry(formatAgo(kind.retryAt, now))}</span> : null}
      {doubt ? <span className="block text-muted">{doubt}</span> : null}
    </span>
  )
}

/** Kinds in trouble are open at once; the others can wait until somebody asks. */
export function PollingKinds({ kinds }: { kinds: readonly PolledKind[] }) {
  const isTroubled = kinds.some((kind) => kind.problem !== null)
  return (
    <details open={isTroubled}>
      <summary className="w-fit cursor-pointer text-sm text-muted underline-offset-4 hover:underline">
        {say.kinds}
      </summary>
      <div className="pt-2">
        <DataTable caption={say.kinds} columns={COLUMNS} rows={kinds} rowKey={(row) => row.kind} />
      </div>
    </details>
  )
}
