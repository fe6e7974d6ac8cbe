import { type KeyboardEvent, useState } from 'react'
import type { DaySpend } from '../../src/reports/api.ts'
import { formatDay, formatLongDay, formatUsd } from '../words/format.ts'
import { words } from '../words/index.ts'
import { sparkSegments } from './spark.ts'
import { stepTo } from './stepping.ts'

const SIZE = { width: 132, height: 28 }

type Props = { name: string; days: readonly DaySpend[]; steps?: boolean }

/** One line per project; gaps are days without a reading. With `steps` the arrow keys read it day by day. */
export function Sparkline({ name, days, steps = false }: Props) {
  const [index, setIndex] = useState<number | null>(null)
  const { segments, points } = sparkSegments(days, SIZE)
  const last = days.findLast((day) => day.amount !== null)
  const first = days[0]
  const label =
    first && last
      ? words.charts.sparkline(
          name,
          formatDay(first.day),
          formatDay(days.at(-1)?.day ?? last.day),
          formatUsd(last.amount ?? '0'),
        )
      : words.charts.sparklineEmpty(name)
  const current = index === null ? undefined : days[index]
  const point = index === null ? undefined : points[index]
  const onKeyDown = (event: KeyboardEvent) => {
    const next = stepTo(index, event.key, days.length)
    if (next === null) return
    event.preventDefault()
    setIndex(next)
  }
  const line = (
    <svg aria-hidden="true" width={SIZE.width} height={SIZE.height} className="block overflow-visible">
      {segments.map((segment) => (
        <path
          key={segment.d}
          d={segment.d}
          fill="none"
          stroke="var(--accent)"
          strokeWidth={1.5}
          strokeLinejoin="round"
          strokeLinecap="round"
          opacity={segment.basis === 'provisional' ? 0.6 : 1}
          strokeDasharray={segment.basis === 'estimated' ? '2 3' : undefined}
        />
      ))}
      {point ? (
        <circle cx={point.x} cy={point.y ?? SIZE.height} r={3} fill="var(--accent)" stroke="var(--ground)" />
      ) : null}
    </svg>
  )
  if (!steps) {
    return (
      <span role="img" aria-label={label} className="inline-block align-middle">
        {line}
      </span>
    )
  }
  return (
    <span
      role="application"
      aria-roledescription={words.charts.role}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application region handles the arrow keys itself
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => setIndex(null)}
      onPointerMove={(event) => {
        const x = event.clientX - event.currentTarget.getBoundingClientRect().left
        setIndex(Math.min(days.length - 1, Math.max(0, Math.round((x / SIZE.width) * (days.length - 1)))))
      }}
      onPointerLeave={() => setIndex(null)}
      className="relative inline-block align-middle"
    >
      {line}
      <span className="sr-only" aria-live="polite">
        {current ? sentence(current) : ''}
      </span>
      {current ? (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute bottom-full left-1/2 z-20 -translate-x-1/2 rounded border border-line bg-raised px-2 py-1 text-xs whitespace-nowrap shadow-lg"
        >
          {sentence(current)}
        </span>
      ) : null}
    </span>
  )
}

function sentence(day: DaySpend): string {
  const name = formatLongDay(day.day)
  if (day.amount === null) return words.charts.readingUnknown(name)
  return words.charts.reading(name, formatUsd(day.amount), words.spend.basis[day.basis])
}
