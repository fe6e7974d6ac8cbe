import { useId, useState } from 'react'
import type { WorthDay } from '../../src/reports/value/api.ts'
import { BasisMark } from '../charts/legend.tsx'
import { Button } from '../ui/button.tsx'
import { formatShare } from '../words/format.ts'
import { words } from '../words/index.ts'
import { WorthPlot } from './worth-plot.tsx'
import { WorthTable } from './worth-table.tsx'
import { worthTitle } from './worth-title.ts'

const say = words.value.chart
const BASES = ['settled', 'provisional', 'estimated'] as const

/** Cost against outcome, day by day; the same figures as a table behind a button. */
export function WorthChart({ name, days }: { name: string; days: readonly WorthDay[] }) {
  const heading = useId()
  const [asTable, setAsTable] = useState(false)
  const title = worthTitle(days)
  const label = say.label(name)
  const present = new Set(days.map(({ basis }) => basis))
  return (
    <section aria-labelledby={heading} className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h3 id={heading} className="min-w-0 font-medium">
          {title.kind === 'cheaper' || title.kind === 'dearer'
            ? say.title[title.kind](formatShare(title.ratio))
            : say.title[title.kind]}
        </h3>
        <Button onClick={() => setAsTable(!asTable)} aria-label={say.toggle(asTable)}>
          {asTable ? words.charts.asChart : words.charts.asTable}
        </Button>
      </div>
      {asTable ? (
        <WorthTable label={label} days={days} />
      ) : (
        <>
          <WorthPlot label={label} days={days} />
          <ul aria-label={words.charts.legend} className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
            <li className="flex items-center gap-1.5">
              <svg aria-hidden="true" width={20} height={12}>
                <line x2={20} y1={6} y2={6} stroke="var(--series-4)" strokeWidth={2} />
                <circle cx={10} cy={6} r={3} fill="var(--ground)" stroke="var(--series-4)" strokeWidth={2} />
              </svg>
              {say.lineAbout}
            </li>
            {BASES.filter((basis) => present.has(basis)).map((basis) => (
              <li key={basis} className="flex items-center gap-1.5">
                <BasisMark basis={basis} />
                {say.barAbout(words.spend.basis[basis])}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
