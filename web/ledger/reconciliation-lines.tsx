import type { ReconciliationDay, ReconciliationLine } from '../../src/ledger/reconciliation/api.ts'
import { Amount } from '../ui/amount.tsx'
import { Badge } from '../ui/badge.tsx'
import { Cut } from '../ui/cut.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { formatLongDay, formatWhole } from '../words/format.ts'
import { words } from '../words/index.ts'

const say = words.reconciliation
const usd = (amount: string) => ({ amount, currency: 'USD' })

const COLUMNS: Column<ReconciliationLine>[] = [
  {
    key: 'line',
    label: say.columns.line,
    className: 'w-1/3 max-w-0 max-md:w-auto max-md:max-w-none',
    cell: (row) => <Cut className="font-normal max-md:max-w-60">{row.label || say.noName}</Cut>,
  },
  {
    key: 'estimated',
    label: say.columns.estimated,
    numeric: true,
    cell: (row) => (
      <span className="inline-flex flex-col items-end">
        <Figure amount={row.estimated} />
        {row.unpriced ? <span className="text-xs text-warn">{say.unpriced}</span> : null}
      </span>
    ),
  },
  { key: 'billed', label: say.columns.billed, numeric: true, cell: (row) => <Figure amount={row.billed} /> },
  {
    key: 'difference',
    label: say.columns.difference,
    numeric: true,
    cell: (row) => <Amount value={usd(row.difference)} />,
  },
  {
    key: 'quantity',
    label: say.columns.quantity,
    numeric: true,
    wideOnly: true,
    phone: 'hidden',
    cell: (row) => (
      <span className="text-sm text-muted">
        {quantity(row.countedQuantity)} / {quantity(row.billedQuantity)}
      </span>
    ),
  },
  {
    key: 'verdict',
    label: say.columns.verdict,
    phone: 'wide',
    cell: (row) =>
      row.verdict === null ? (
        <Badge tone="ok">{say.agrees}</Badge>
      ) : (
        <span>
          <Badge tone={row.verdict === 'bill-late' ? 'muted' : 'warn'}>{say.verdict[row.verdict]}</Badge>
          <span className="block max-w-[36ch] text-xs text-muted">{say.why[row.verdict]}</span>
        </span>
      ),
  },
]

/** Not on the bill, or not counted, is a dash: it is known that there is none. */
function Figure({ amount }: { amount: string | null }) {
  return amount === null ? <span className="text-muted">–</span> : <Amount value={usd(amount)} />
}

const quantity = (digits: string | null) => (digits === null ? '–' : formatWhole(digits))

export function ReconciliationLines({ day }: { day: ReconciliationDay }) {
  const title = say.linesOf(formatLongDay(day.day))
  return (
    <div className="rounded-lg border border-line px-4 py-2">
      <h3 className="py-2 font-medium">{title}</h3>
      <DataTable caption={title} columns={COLUMNS} rows={day.lines} rowKey={(row) => row.label} />
    </div>
  )
}
