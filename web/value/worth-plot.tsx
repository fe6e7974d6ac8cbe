import { type KeyboardEvent, type PointerEvent, useId, useMemo, useState } from 'react'
import type { WorthDay } from '../../src/reports/value/api.ts'
import { Bars } from '../charts/bars.tsx'
import { layOut } from '../charts/layout.ts'
import { columnsOf, singleSeries } from '../charts/series.ts'
import { stepTo } from '../charts/stepping.ts'
import { useWidth } from '../charts/use-width.ts'
import { formatAxisUsd, formatCount, formatDay, formatLongDay, formatMoney, formatUsd } from '../words/format.ts'
import { words } from '../words/index.ts'
import { layLine } from './worth-line.ts'

const HEIGHT = 248
const MARGIN = { top: 30, right: 64, bottom: 24, left: 64 }
const TOOLTIP = 240
const say = words.value.chart

/** What a day cost as bars, and what one success of it cost as a line, each on its own axis. */
export function WorthPlot({ label, days }: { label: string; days: readonly WorthDay[] }) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const [index, setIndex] = useState<number | null>(null)
  const id = useId()
  const columns = useMemo(() => columnsOf(singleSeries(say.cost, days)), [days])
  const layout = useMemo(() => layOut(columns, { width, height: HEIGHT, ...MARGIN }), [columns, width])
  const line = useMemo(
    () =>
      layLine(
        days.map(({ costPerSuccess }) => (costPerSuccess ? Number(costPerSuccess.amount) : null)),
        { top: MARGIN.top, bottom: HEIGHT - MARGIN.bottom, center: layout.center },
      ),
    [days, layout],
  )
  const day = index === null ? undefined : days[index]
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return setIndex(null)
    const next = stepTo(index, event.key, days.length)
    if (next === null) return
    event.preventDefault()
    setIndex(next)
  }
  const onPointer = (event: PointerEvent<HTMLDivElement>) =>
    setIndex(days.length === 0 ? null : layout.at(event.clientX - event.currentTarget.getBoundingClientRect().left))

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
        {day ? readDay(day) : ''}
      </p>
      {width > 0 ? (
        <svg aria-hidden="true" width={width} height={HEIGHT} className="block overflow-visible text-xs">
          <text x={0} y={12} fill="var(--muted)">
            {say.cost}
          </text>
          <text x={width} y={12} textAnchor="end" fill="var(--series-4)">
            {say.costPerSuccess}
          </text>
          {layout.grid.map(({ value, y }) => (
            <g key={value}>
              <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y} y2={y} stroke="var(--line)" />
              <text x={MARGIN.left - 8} y={y} dy="0.32em" textAnchor="end" fill="var(--muted)" className="num">
                {formatAxisUsd(value)}
              </text>
            </g>
          ))}
          {line.axis.map(({ value, y }) => (
            <text key={value} x={width - MARGIN.right + 8} y={y} dy="0.32em" fill="var(--series-4)" className="num">
              {formatUsd(String(Number(value.toPrecision(3))))}
            </text>
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
          {line.runs.map((run) => (
            <g key={run[0]?.x}>
              <path
                d={run.map(({ x, y }, place) => `${place === 0 ? 'M' : 'L'}${x} ${y}`).join('')}
                fill="none"
                stroke="var(--series-4)"
                strokeWidth={2}
                strokeLinejoin="round"
              />
              {run.map(({ x, y }) => (
                <circle key={x} cx={x} cy={y} r={3} fill="var(--ground)" stroke="var(--series-4)" strokeWidth={2} />
              ))}
            </g>
          ))}
          {layout.labels.map(({ day: name, x }) => (
            <text key={name} x={x} y={HEIGHT - 6} textAnchor="middle" fill="var(--muted)" className="num">
              {formatDay(name)}
            </text>
          ))}
        </svg>
      ) : null}
      {day && index !== null ? <Tooltip day={day} x={layout.center(index)} width={width} /> : null}
    </div>
  )
}

function Tooltip({ day, x, width }: { day: WorthDay; x: number; width: number }) {
  const left = x + TOOLTIP + 16 > width ? Math.max(0, x - TOOLTIP - 12) : x + 12
  const lines = [
    [say.cost, day.amount === null ? words.spend.unknown : formatUsd(day.amount)],
    [say.outcome, day.successes === null ? words.value.noOutcome : outcomeOf(day)],
    [say.costPerSuccess, day.costPerSuccess ? formatMoney(day.costPerSuccess) : '–'],
  ]
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute top-2 z-20 rounded-md border border-line bg-raised p-3 text-sm shadow-lg"
      style={{ left, width: Math.min(TOOLTIP, width) }}
    >
      <p className="mb-1 flex justify-between gap-3 text-xs text-muted">
        <span>{formatLongDay(day.day)}</span>
        <span>{words.spend.basis[day.basis]}</span>
      </p>
      {lines.map(([name, text]) => (
        <p key={name} className="flex justify-between gap-3">
          <span>{name}</span>
          <span className="num">{text}</span>
        </p>
      ))}
    </div>
  )
}

function readDay(day: WorthDay): string {
  const spent = day.amount === null ? words.spend.unknown : formatUsd(day.amount)
  const outcome = day.successes === null ? words.value.noOutcome : outcomeOf(day)
  const each = day.costPerSuccess ? `${say.costPerSuccess} ${formatMoney(day.costPerSuccess)}` : ''
  return [formatLongDay(day.day), `${say.cost} ${spent}`, outcome, each].filter(Boolean).join(', ')
}

function outcomeOf({ successes, attempts }: WorthDay): string {
  return words.value.ofAttempts(formatCount(successes ?? 0), formatCount(attempts ?? 0))
}
