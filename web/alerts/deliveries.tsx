import type { AlertDelivery } from '../../src/alerts/api.ts'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import type { Column } from '../ui/data-table.tsx'
import { Instant } from '../ui/instant.tsx'
import { ShortTable } from '../ui/short-table.tsx'
import { words } from '../words/index.ts'

const say = words.alerts
const TONES: Record<AlertDelivery['state'], BadgeTone> = {
  waiting: 'accent',
  sent: 'ok',
  failed: 'danger',
  stored: 'muted',
}

const COLUMNS: Column<AlertDelivery>[] = [
  {
    key: 'to',
    label: say.detail.to,
    cell: (row) => (
      <span className="font-normal">
        <span className="text-muted">{say.channels[row.channel]}</span> <bdi className="break-all">{row.to}</bdi>
        <span className="block text-xs text-muted">{say.kinds[row.kind] ?? ''}</span>
      </span>
    ),
  },
  {
    key: 'state',
    label: say.detail.state,
    cell: (row) => (
      <span className="flex flex-col items-start gap-0.5 max-md:items-end">
        {row.state === 'waiting' && row.problem ? (
          <Badge tone="warn">{words.channels.outbox.retrying}</Badge>
        ) : (
          <Badge tone={TONES[row.state]}>{say.deliveryStates[row.state]}</Badge>
        )}
        {row.late ? <Badge tone="warn">{say.late}</Badge> : null}
        {row.possiblyTwice ? <Badge tone="warn">{say.twice}</Badge> : null}
        {row.problem ? (
          <span dir="auto" className="max-w-80 text-xs text-muted">
            {row.problem}
          </span>
        ) : null}
      </span>
    ),
  },
  {
    key: 'sent',
    label: say.detail.sentAt,
    numeric: true,
    phone: 'line',
    cell: (row) => <Instant at={row.sentAt ?? row.createdAt} className="text-sm" />,
  },
  {
    key: 'delay',
    label: say.detail.delay,
    numeric: true,
    phone: 'line',
    cell: (row) => (row.delaySeconds === null ? <span className="text-muted">–</span> : say.seconds(row.delaySeconds)),
  },
]

export function Deliveries({ deliveries }: { deliveries: readonly AlertDelivery[] }) {
  if (deliveries.length === 0) return <p className="text-muted">{say.detail.noDeliveries}</p>
  return <ShortTable caption={say.detail.deliveries} columns={COLUMNS} rows={deliveries} rowKey={(row) => row.id} />
}
