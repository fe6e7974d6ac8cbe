import { formatLongDay, formatUsd } from '../words/format.ts'
import { words } from '../words/index.ts'
import { ofLimit } from './of-limit.ts'
import type { Column, Limit } from './series.ts'

const WIDTH = 240
const MARKS_SHOWN = 4

/** Every part, and the total they add up to. Seen only: the live region beside it is what is heard. */
export function Tooltip({
  column,
  marks,
  limit,
  x,
  width,
}: {
  column: Column
  marks: readonly string[]
  limit: Limit | null
  x: number
  width: number
}) {
  const left = x + WIDTH + 16 > width ? Math.max(0, x - WIDTH - 12) : x + 12
  const bound = ofLimit(column, limit)
  const stacked = column.parts.length > 1
  const shown = column.parts.filter((part) => part.amount !== null && Number(part.amount) !== 0)
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute top-2 z-20 rounded-md border border-line bg-raised p-3 text-sm shadow-lg"
      style={{ left, width: Math.min(WIDTH, width) }}
    >
      <p className="mb-1 flex justify-between gap-3 text-xs text-muted">
        <span>{formatLongDay(column.day)}</span>
        <span>{words.spend.basis[column.basis]}</span>
      </p>
      {stacked
        ? shown.map((part) => (
            <p key={part.series.key} className="flex items-center justify-between gap-3">
              <span className="flex min-w-0 items-center gap-1.5">
                <span className="size-2 shrink-0 rounded-[2px]" style={{ background: part.series.color }} />
                <bdi className="truncate">{part.series.name}</bdi>
              </span>
              <span className="num">{formatUsd(part.amount ?? '0')}</span>
            </p>
          ))
        : null}
      {column.total === null ? null : (
        <p className={`flex justify-between gap-3 font-medium ${stacked ? 'mt-1 border-t border-line pt-1' : ''}`}>
          <span>{stacked ? words.charts.total : words.charts.amount}</span>
          <span className="num">{formatUsd(column.total)}</span>
        </p>
      )}
      {column.partial ? <p className="mt-1 text-xs text-muted">{words.charts.someMissing}</p> : null}
      {bound ? <p className="mt-1 text-xs text-muted">{bound}</p> : null}
      {marks.slice(0, MARKS_SHOWN).map((mark) => (
        <p key={mark} className="mt-1 text-xs text-accent">
          {mark}
        </p>
      ))}
      {marks.length > MARKS_SHOWN ? (
        <p className="mt-1 text-xs text-muted">{words.charts.moreMarks(marks.length - MARKS_SHOWN)}</p>
      ) : null}
    </div>
  )
}
