import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReconciliationDay } from '../../src/ledger/reconciliation/api.ts'
import { Amount, Unknown } from '../ui/amount.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import type { Column } from '../ui/data-table.tsx'
import { FoldedSection } from '../ui/folded-section.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Section } from '../ui/page.tsx'
import { ShortTable } from '../ui/short-table.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { formatChange, formatLongDay } from '../words/format.ts'
import { words } from '../words/index.ts'
import { agreementOf } from './agreement.ts'
import { reconciliationQuery } from './queries.ts'
import { ReconciliationLines } from './reconciliation-lines.tsx'

const say = words.reconciliation

/** How far the estimate of closed days was from what was billed, so that one knows what today's is worth. */
export function Reconciliation({ projectId }: { projectId: string }) {
  const query = useQuery(reconciliationQuery(projectId))
  const known = query.data?.days.filter(isKnown)
  if (known?.length === 0) {
    return (
      <Section title={say.title}>
        <p className="text-muted">{say.none}</p>
      </Section>
    )
  }
  return (
    <FoldedSection title={say.title} summary={known ? <Agreement days={known} /> : say.about}>
      <p className="max-w-[70ch] text-sm text-muted">{say.about}</p>
      <Loaded query={query} skeleton={<TableBones rows={5} />}>
        {({ days }) => <Days days={days.filter(isKnown)} />}
      </Loaded>
    </FoldedSection>
  )
}

function isKnown({ estimated, billed }: ReconciliationDay): boolean {
  return estimated !== null || billed !== null
}

function Days({ days }: { days: readonly ReconciliationDay[] }) {
  const [open, setOpen] = useState<string | null>(null)
  const shown = days.find((day) => day.day === open)
  return (
    <>
      <ShortTable
        caption={say.title}
        columns={[...COLUMNS, linesColumn(open, setOpen)]}
        rows={days}
        rowKey={(row) => row.day}
      />
      {shown ? <ReconciliationLines day={shown} /> : null}
    </>
  )
}

/** How much today's estimate can be trusted, in a sentence. */
function Agreement({ days }: { days: readonly ReconciliationDay[] }) {
  const { compared, apart } = agreementOf(days)
  if (compared === 0) return say.none
  if (apart === 0) return say.allAgree(compared)
  return <span className="text-warn">{say.someApart(compared, apart)}</span>
}

const usd = (amount: string | null) => (amount === null ? null : { amount, currency: 'USD' })

const COLUMNS: Column<ReconciliationDay>[] = [
  {
    key: 'day',
    label: say.columns.day,
    className: 'whitespace-nowrap',
    cell: (row) => <span className="font-normal">{formatLongDay(row.day)}</span>,
  },
  {
    key: 'estimated',
    label: say.columns.estimated,
    numeric: true,
    cell: (row) => <Amount value={usd(row.estimated)} />,
  },
  {
    key: 'billed',
    label: say.columns.billed,
    numeric: true,
    cell: (row) => (
      <span className="inline-flex flex-col items-end">
        <Amount value={usd(row.billed)} />
        {row.billed === null ? null : (
          <span className="text-xs text-muted">
            {row.settled ? words.spend.basis.settled : words.spend.basis.provisional}
          </span>
        )}
      </span>
    ),
  },
  {
    key: 'difference',
    label: say.columns.difference,
    numeric: true,
    cell: (row) => <Difference day={row} />,
  },
  {
    key: 'verdict',
    label: say.columns.verdict,
    cell: (row) => <VerdictBadge day={row} />,
  },
]

function linesColumn(open: string | null, show: (day: string | null) => void): Column<ReconciliationDay> {
  return {
    key: 'lines',
    label: say.columns.lines,
    numeric: true,
    phone: 'line',
    cell: (row) => {
      const isOpen = row.day === open
      const name = formatLongDay(row.day)
      return (
        <Button
          tone="quiet"
          aria-expanded={isOpen}
          aria-label={isOpen ? say.hide(name) : say.show(name)}
          onClick={() => show(isOpen ? null : row.day)}
        >
          {isOpen ? say.close : say.open}
        </Button>
      )
    },
  }
}

function Difference({ day }: { day: ReconciliationDay }) {
  if (day.difference === null) return <Unknown />
  const billed = Number(day.billed)
  const ratio = billed > 0 ? Number(day.difference) / billed : null
  return (
    <span className="inline-flex flex-col items-end">
      <Amount value={usd(day.difference)} />
      {ratio === null ? null : <span className="num text-xs text-muted">{formatChange(ratio)}</span>}
    </span>
  )
}

function VerdictBadge({ day }: { day: ReconciliationDay }) {
  if (day.difference === null) return <Badge tone="muted">{say.notCompared}</Badge>
  if (day.verdict === null) return <Badge tone="ok">{say.agrees}</Badge>
  return <Badge tone={day.verdict === 'bill-late' ? 'muted' : 'warn'}>{say.verdict[day.verdict]}</Badge>
}
