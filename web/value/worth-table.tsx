import type { WorthDay } from '../../src/reports/value/api.ts'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { formatCount, formatLongDay, formatMoney, formatUsd } from '../words/format.ts'
import { words } from '../words/index.ts'

const HEAD =
  'sticky top-0 z-10 border-b border-line bg-ground px-3 py-2 text-xs font-medium whitespace-nowrap text-muted first:pl-0'
const say = words.value.chart

export function WorthTable({ label, days }: { label: string; days: readonly WorthDay[] }) {
  return (
    <ScrollRegion label={label} className="max-h-96">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr>
            <th scope="col" className={`${HEAD} left-0 z-20 text-left`}>
              {words.charts.day}
            </th>
            {[say.cost, say.successes, say.attempts, say.costPerSuccess].map((name) => (
              <th key={name} scope="col" className={`${HEAD} text-right`}>
                {name}
              </th>
            ))}
            <th scope="col" className={`${HEAD} text-left`}>
              {words.charts.basis}
            </th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((day) => (
            <tr key={day.day} className="border-b border-line">
              <th scope="row" className="sticky left-0 bg-ground py-1.5 pr-3 text-left font-normal whitespace-nowrap">
                {formatLongDay(day.day)}
              </th>
              <td className="num px-3 text-right font-medium">{day.amount === null ? '–' : formatUsd(day.amount)}</td>
              <td className="num px-3 text-right">{day.successes === null ? '–' : formatCount(day.successes)}</td>
              <td className="num px-3 text-right">{day.attempts === null ? '–' : formatCount(day.attempts)}</td>
              <td className="num px-3 text-right">{day.costPerSuccess ? formatMoney(day.costPerSuccess) : '–'}</td>
              <td className="px-3 whitespace-nowrap text-muted">{words.spend.basis[day.basis]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
