import type { Restatement } from '../../src/reports/api.ts'
import { subtractDecimals } from '../charts/decimal.ts'
import { Amount } from '../ui/amount.tsx'
import { Cut } from '../ui/cut.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Instant } from '../ui/instant.tsx'
import { Section } from '../ui/page.tsx'
import { formatLongDay } from '../words/format.ts'
import { words } from '../words/index.ts'

const say = words.projects

const COLUMNS: Column<Restatement>[] = [
  {
    key: 'day',
    label: say.day,
    className: 'whitespace-nowrap',
    cell: (row) => <span className="font-normal">{formatLongDay(row.day)}</span>,
  },
  {
    key: 'item',
    label: say.lineItem,
    className: 'w-1/3 max-w-0 max-md:w-auto max-md:max-w-none',
    cell: (row) => <Cut className="max-md:max-w-52">{row.lineItem ?? say.noLineItem}</Cut>,
  },
  {
    key: 'from',
    label: say.from,
    numeric: true,
    cell: (row) =>
      row.previous ? <Amount value={row.previous} className="text-muted" /> : <span className="text-muted">–</span>,
  },
  { key: 'to', label: say.to, numeric: true, cell: (row) => <Amount value={row.amount} className="font-medium" /> },
  {
    key: 'difference',
    label: say.difference,
    numeric: true,
    cell: (row) => <Difference row={row} />,
  },
  {
    key: 'at',
    phone: 'line',
    label: say.changedAt,
    numeric: true,
    cell: (row) => <Instant at={row.changedAt} className="text-sm text-muted" />,
  },
]

export function Restatements({ restatements }: { restatements: readonly Restatement[] }) {
  return (
    <Section title={say.restatements} about={say.restatementsAbout}>
      {restatements.length === 0 ? (
        <p className="text-muted">{say.restatementsNone}</p>
      ) : (
        <DataTable
          caption={say.restatements}
          columns={COLUMNS}
          rows={restatements}
          rowKey={(row) => `${row.day} ${row.lineItem} ${row.externalId} ${row.changedAt}`}
        />
      )}
    </Section>
  )
}

function Difference({ row: { previous, amount } }: { row: Restatement }) {
  if (!previous) return <span className="text-muted">–</span>
  return <Amount value={{ amount: subtractDecimals(amount.amount, previous.amount), currency: amount.currency }} />
}
