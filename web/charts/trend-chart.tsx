import { type ReactNode, useId, useMemo, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { words } from '../words/index.ts'
import { Legend } from './legend.tsx'
import { columnsOf, type Limit, type Mark, type Series } from './series.ts'
import { TrendPlot } from './trend-plot.tsx'
import { TrendTable } from './trend-table.tsx'

type Props = {
  title: string
  label: string
  series: readonly Series[]
  marks?: readonly Mark[]
  limit?: Limit | null
  actions?: ReactNode
}

/** Days as bars, stacked where there are several series; the same figures as a table behind a button. */
export function TrendChart({ title, label, series, marks = [], limit = null, actions }: Props) {
  const heading = useId()
  const [asTable, setAsTable] = useState(false)
  const columns = useMemo(() => columnsOf(series), [series])
  const empty = columns.every((column) => column.total === null)
  return (
    <section aria-labelledby={heading} className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h2 id={heading} className="min-w-0 text-lg font-semibold">
          {title}
        </h2>
        <div className="flex flex-wrap items-center gap-2">
          {actions}
          {empty ? null : (
            <Button onClick={() => setAsTable(!asTable)}>
              {asTable ? words.charts.asChart : words.charts.asTable}
            </Button>
          )}
        </div>
      </div>
      {asTable ? (
        <TrendTable label={label} series={series} columns={columns} marks={marks} />
      ) : (
        <>
          <TrendPlot label={label} columns={columns} marks={marks} limit={limit} />
          <Legend series={series} columns={columns} marks={marks.length > 0} limit={limit} />
        </>
      )}
    </section>
  )
}
