import { ScrollRegion } from '../ui/scroll-region.tsx'
import { formatLongDay, formatUsd } from '../words/format.ts'
import { words } from '../words/index.ts'
import type { Column, Mark, Series } from './series.ts'

const HEAD =
  'sticky top-0 z-10 border-b border-line bg-ground px-3 py-2 text-xs font-medium whitespace-nowrap text-muted first:pl-0'

export function TrendTable({
  label,
  series,
  columns,
  marks,
}: {
  label: string
  series: readonly Series[]
  columns: readonly Column[]
  marks: readonly Mark[]
}) {
  const stacked = series.length > 1
  return (
    <ScrollRegion label={label} className="max-h-96">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr>
            <th scope="col" className={`${HEAD} left-0 z-20 text-left`}>
              {words.charts.day}
            </th>
            <th scope="col" className={`${HEAD} text-right`}>
              {stacked ? words.charts.total : words.charts.amount}
            </th>
            {stacked
              ? series.map((one) => (
                  <th key={one.key} scope="col" className={`${HEAD} max-w-40 truncate text-right`} title={one.name}>
                    <bdi>{one.name}</bdi>
                  </th>
                ))
              : null}
            <th scope="col" className={`${HEAD} text-left`}>
              {words.charts.basis}
            </th>
            {marks.length > 0 ? (
              <th scope="col" className={`${HEAD} text-left`}>
                {words.charts.marks}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {columns.toReversed().map((column) => (
            <tr key={column.day} className="border-b border-line">
              <th scope="row" className="sticky left-0 bg-ground py-1.5 pr-3 text-left font-normal whitespace-nowrap">
                {formatLongDay(column.day)}
              </th>
              <td className="num px-3 text-right font-medium">
                {column.total === null ? '–' : formatUsd(column.total)}
              </td>
              {stacked
                ? column.parts.map((part) => (
                    <td key={part.series.key} className="num px-3 text-right">
                      {part.amount === null ? words.spend.unknown : formatUsd(part.amount)}
                    </td>
                  ))
                : null}
              <td className="px-3 whitespace-nowrap text-muted">{words.spend.basis[column.basis]}</td>
              {marks.length > 0 ? (
                <td className="min-w-60 px-3">
                  {marks
                    .filter((mark) => mark.day === column.day)
                    .map((mark) => mark.sentence)
                    .join(' ')}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
