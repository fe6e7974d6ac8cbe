import { useState } from 'react'
import type { Breakdown, ProjectValue } from '../../src/reports/value/api.ts'
import { Cut } from '../ui/cut.tsx'
import type { Column } from '../ui/data-table.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { ShortTable } from '../ui/short-table.tsx'
import { formatCount, formatMoney, formatShare } from '../words/format.ts'
import { words } from '../words/index.ts'
import { CostOfCalls } from './cost-of-calls.tsx'

const say = words.value
const DIMENSIONS = ['task', 'intent', 'model', 'user'] as const
type Dimension = (typeof DIMENSIONS)[number]

/** The cost of recorded calls by what they say of themselves, one way at a time. */
export function Breakdowns({ by }: { by: ProjectValue['by'] }) {
  const [dimension, setDimension] = useState<Dimension>('task')
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h3 className="font-medium">{say.by.title(say.by.names[dimension])}</h3>
        <Segmented
          label={say.by.choose}
          value={dimension}
          choices={DIMENSIONS.map((one) => ({ value: one, label: say.by.names[one] }))}
          change={(chosen) => setDimension(DIMENSIONS.find((one) => one === chosen) ?? 'task')}
        />
      </div>
      <ShortTable
        key={dimension}
        caption={say.by.title(say.by.names[dimension])}
        columns={columnsOf(dimension)}
        rows={by[dimension]}
        rowKey={(row) => row.value ?? '\u0000'}
        muted={(row) => row.value === null}
        first={8}
      />
    </div>
  )
}

function columnsOf(dimension: Dimension): Column<Breakdown>[] {
  return [
    {
      key: 'value',
      label: say.by.names[dimension],
      className: 'max-w-0 w-2/5 max-md:w-auto max-md:max-w-none',
      cell: (row) => (
        <span className="relative block min-w-0 pb-1 font-normal">
          <Name row={row} dimension={dimension} />
          <span
            aria-hidden="true"
            className="absolute bottom-0 left-0 h-0.5 bg-accent"
            style={{ width: `${Math.max(0, Math.min(1, row.share ?? 0)) * 100}%` }}
          />
        </span>
      ),
    },
    { key: 'cost', label: say.by.cost, numeric: true, cell: (row) => <CostOfCalls row={row} /> },
    {
      key: 'share',
      label: say.by.share,
      numeric: true,
      cell: (row) => (row.share === null ? <None /> : formatShare(row.share)),
    },
    {
      key: 'before',
      label: say.by.before,
      numeric: true,
      cell: (row) => (row.previousCost ? formatMoney(row.previousCost) : <None />),
    },
    { key: 'calls', label: say.by.calls, numeric: true, cell: (row) => formatCount(row.calls) },
    {
      key: 'perCall',
      label: say.by.costPerCall,
      numeric: true,
      cell: (row) => (row.costPerCall ? formatMoney(row.costPerCall) : <None />),
    },
  ]
}

function Name({ row, dimension }: { row: Breakdown; dimension: Dimension }) {
  if (row.value === null) return <>{say.by.others(formatCount(row.values))}</>
  if (row.value === '') return <span className="text-muted">{words.calls.missing[dimension]}</span>
  return <Cut>{row.value}</Cut>
}

function None() {
  return <span className="text-muted">–</span>
}
