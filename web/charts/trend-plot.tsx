import { type KeyboardEvent, type PointerEvent, useId, useMemo, useState } from 'react'
import { formatAxisUsd, formatDay } from '../words/format.ts'
import { words } from '../words/index.ts'
import { Bars } from './bars.tsx'
import { layOut } from './layout.ts'
import { readColumn } from './reading.ts'
import type { Column, Limit, Mark } from './series.ts'
import { stepTo } from './stepping.ts'
import { Tooltip } from './tooltip.tsx'
import { useWidth } from './use-width.ts'

const HEIGHT = 248
const FLAG_HEIGHT = 14
const MARGIN = { top: 12, right: 4, bottom: 24 + FLAG_HEIGHT, left: 60 }
const GAP_LABEL_WIDTH = 72

export function TrendPlot({
  label,
  columns,
  marks,
  limit,
}: {
  label: string
  columns: readonly Column[]
  marks: readonly Mark[]
  limit: Limit | null
}) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const [index, setIndex] = useState<number | null>(null)
  const id = useId()
  const layout = useMemo(
    () => layOut(columns, { width, height: HEIGHT, ...MARGIN }, limit && Number(limit.amount)),
    [columns, width, limit],
  )
  const column = index === null ? undefined : columns[index]
  const marksOf = (day: string) => [
    ...new Set(marks.filter((mark) => mark.day === day).map((mark) => words.charts.mark(mark.sentence))),
  ]

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return setIndex(null)
    const next = stepTo(index, event.key, columns.length)
    if (next === null) return
    event.preventDefault()
    setIndex(next)
  }
  const onPointer = (event: PointerEvent<HTMLDivElement>) =>
    setIndex(columns.length === 0 ? null : layout.at(event.clientX - event.currentTarget.getBoundingClientRect().left))

  return (
    <div
      ref={ref}
      role="application"
      aria-roledescription={words.charts.role}
      aria-label={label}
      aria-describedby={`${id}-how`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application region handles the arrow keys itself
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => setIndex(null)}
      onPointerMove={onPointer}
      onPointerDown={onPointer}
      onPointerLeave={() => setIndex(null)}
      className="relative h-62 touch-pan-y select-none"
    >
      <p id={`${id}-how`} className="sr-only">
        {words.charts.how}
      </p>
      <p className="sr-only" aria-live="polite">
        {column ? readColumn(column, marksOf(column.day), limit) : ''}
      </p>
      {width > 0 ? (
        <svg aria-hidden="true" width={width} height={HEIGHT} className="block overflow-visible text-xs">
          {layout.grid.map(({ value, y }) => (
            <g key={value}>
              <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y} y2={y} stroke="var(--line)" />
              <text x={MARGIN.left - 8} y={y} dy="0.32em" textAnchor="end" fill="var(--muted)" className="num">
                {formatAxisUsd(value)}
              </text>
            </g>
          ))}
          {index === null ? null : (
            <rect
              x={layout.center(index) - layout.step / 2}
              y={MARGIN.top}
              width={layout.step}
              height={HEIGHT - MARGIN.top - MARGIN.bottom}
              fill="var(--line)"
              opacity={0.6}
            />
          )}
          <Bars layout={layout} id={id} />
          {layout.gaps.map((gap) => (
            <Gap key={gap.x} {...gap} zero={layout.zero} />
          ))}
          {limit && layout.limit !== null ? <LimitLine label={limit.label} y={layout.limit} width={width} /> : null}
          {layout.labels.map(({ day, x }) => (
            <text key={day} x={x} y={HEIGHT - 6} textAnchor="middle" fill="var(--muted)" className="num">
              {formatDay(day)}
            </text>
          ))}
          {columns.map((one, at) =>
            marksOf(one.day).length > 0 ? (
              <path
                key={one.day}
                d={`M${layout.center(at)} ${HEIGHT - MARGIN.bottom + FLAG_HEIGHT}v${-FLAG_HEIGHT}l8 4-8 4`}
                fill="var(--ink)"
                stroke="var(--ink)"
                strokeWidth={1}
              />
            ) : null,
          )}
        </svg>
      ) : null}
      {column && index !== null ? (
        <Tooltip column={column} marks={marksOf(column.day)} limit={limit} x={layout.center(index)} width={width} />
      ) : null}
    </div>
  )
}

function LimitLine({ label, y, width }: { label: string; y: number; width: number }) {
  return (
    <g>
      <line
        x1={MARGIN.left}
        x2={width - MARGIN.right}
        y1={y}
        y2={y}
        stroke="var(--danger)"
        strokeWidth={1.5}
        strokeDasharray="2 4"
      />
      <text
        x={MARGIN.left + 4}
        y={y - 6}
        fill="var(--danger)"
        stroke="var(--ground)"
        strokeWidth={3}
        paintOrder="stroke"
        className="num"
      >
        {label}
      </text>
    </g>
  )
}

/** A day without a reading is an empty place with a dotted floor, never a bar of zero. */
function Gap({ x, width, zero }: { x: number; width: number; zero: number }) {
  return (
    <g>
      <line
        x1={x + 1}
        x2={x + width - 1}
        y1={zero}
        y2={zero}
        stroke="var(--muted)"
        strokeWidth={2}
        strokeDasharray="2 3"
      />
      {width > GAP_LABEL_WIDTH ? (
        <text x={x + width / 2} y={zero - 10} textAnchor="middle" fill="var(--muted)">
          {words.spend.unknown}
        </text>
      ) : null}
    </g>
  )
}
