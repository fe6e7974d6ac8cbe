import type { ProjectSpend } from '../../src/reports/api.ts'
import { Amount } from '../ui/amount.tsx'
import { Cut } from '../ui/cut.tsx'
import type { Column } from '../ui/data-table.tsx'
import { Section } from '../ui/page.tsx'
import { ShortTable } from '../ui/short-table.tsx'
import { formatShare } from '../words/format.ts'
import { words } from '../words/index.ts'

type Item = ProjectSpend['lineItems'][number]
const FIRST_ITEMS = 8
const say = words.projects

const COLUMNS: Column<Item>[] = [
  {
    key: 'item',
    label: say.lineItem,
    className: 'w-2/5 max-w-0 max-md:w-auto max-md:max-w-none',
    cell: (item) =>
      item.lineItem ? (
        <Cut className="font-normal">{item.lineItem}</Cut>
      ) : (
        <span className="font-normal text-muted">{say.noLineItem}</span>
      ),
  },
  { key: 'share', label: words.spend.share, className: 'md:w-1/4', cell: (item) => <Share ratio={item.share} /> },
  {
    key: 'previous',
    label: say.previousPeriod,
    numeric: true,
    cell: (item) =>
      item.previous ? <Amount value={item.previous} className="text-muted" /> : <span className="text-muted">–</span>,
  },
  {
    key: 'amount',
    label: words.spend.amount,
    numeric: true,
    cell: (item) => <Amount value={item.amount} className="font-medium" />,
  },
]

export function LineItems({ items, days }: { items: readonly Item[]; days: number }) {
  return (
    <Section title={say.lineItems} about={say.lineItemsAbout(days)}>
      {items.length === 0 ? (
        <p className="text-muted">{say.lineItemsNone}</p>
      ) : (
        <ShortTable
          caption={say.lineItems}
          columns={COLUMNS}
          rows={items}
          rowKey={(item) => item.lineItem ?? ''}
          first={FIRST_ITEMS}
        />
      )}
    </Section>
  )
}

function Share({ ratio }: { ratio: number | null }) {
  if (ratio === null) return <span className="text-muted">–</span>
  return (
    <span className="flex items-center gap-3">
      <span aria-hidden="true" className="h-1.5 w-24 overflow-hidden rounded-full bg-line">
        <span
          className="block h-full rounded-full bg-accent"
          style={{ width: `${Math.min(100, Math.max(0, ratio * 100))}%` }}
        />
      </span>
      <span className="num text-sm text-muted">{formatShare(ratio)}</span>
    </span>
  )
}
