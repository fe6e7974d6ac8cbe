import type { Restatement } from '../../src/reports/api.ts'
import { Amount } from '../ui/amount.tsx'
import { Cut } from '../ui/cut.tsx'
import type { Column } from '../ui/data-table.tsx'
import { FoldedSection } from '../ui/folded-section.tsx'
import { Instant } from '../ui/instant.tsx'
import { Section } from '../ui/page.tsx'
import { ShortTable } from '../ui/short-table.tsx'
import { formatLongDay, formatSigned } from '../words/format.ts'
import { words } from '../words/index.ts'
import { correctionOf, correctionTotals } from './correction.ts'

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
    cell: (row) => <Amount value={correctionOf(row)} />,
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
  if (restatements.length === 0) {
    return (
      <Section title={say.restatements}>
        <p className="text-muted">{say.restatementsNone}</p>
      </Section>
    )
  }
  const totals = correctionTotals(restatements).map(formatSigned).join(' · ')
  return (
    <FoldedSection title={say.restatements} summary={say.restatementsSum(restatements.length, totals)}>
      <p className="text-sm text-muted">{say.restatementsAbout}</p>
      <ShortTable
        caption={say.restatements}
        columns={COLUMNS}
        rows={restatements}
        rowKey={(row) => `${row.day} ${row.lineItem} ${row.externalId} ${row.changedAt}`}
      />
    </FoldedSection>
  )
}
