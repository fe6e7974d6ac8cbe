import type { PastPeriod, Period } from '../../src/thresholds/api.ts'
import { Amount, Unknown } from '../ui/amount.tsx'
import { formatDay } from '../words/format.ts'
import { words } from '../words/index.ts'
import { nearest, shareOfLimit } from './phase.ts'

const say = words.thresholds.past

/** How near earlier periods came to the limit as it is today: the sentence first, the figures behind a button. */
export function PastPeriods({ period, past }: { period: Period; past: readonly PastPeriod[] }) {
  const top = nearest(past)
  if (!top) return <p className="text-sm text-muted">{say.none}</p>
  return (
    <div className="text-sm">
      <p className="text-muted">{say[period](top.periodStart, shareOfLimit(top.ratio))}</p>
      <details>
        <summary className="min-h-6 w-fit text-muted underline-offset-4 hover:underline">{say.show}</summary>
        <table className="mt-1 border-collapse">
          <thead className="sr-only">
            <tr>
              <th scope="col">{say.period}</th>
              <th scope="col">{say.spent}</th>
              <th scope="col">{say.share}</th>
            </tr>
          </thead>
          <tbody>
            {past.map((one) => (
              <tr key={one.periodStart}>
                <th scope="row" className="num pr-6 text-left font-normal text-muted">
                  {formatDay(one.periodStart)}
                </th>
                <td className="pr-6 text-right">{one.spent ? <Amount value={one.spent} /> : <Unknown />}</td>
                <td className="num text-right text-muted">{one.ratio === null ? '–' : shareOfLimit(one.ratio)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  )
}
