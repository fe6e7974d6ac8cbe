import { nice, ticks } from 'd3-array'
import type { Basis } from '../../src/platform/http/schemas.ts'
import type { Column } from './series.ts'

export type Box = { width: number; height: number; top: number; right: number; bottom: number; left: number }
export type Bar = {
  key: string
  x: number
  y: number
  width: number
  height: number
  color: string
  basis: Basis
  series: number
}
export type Layout = {
  bars: Bar[]
  gaps: { x: number; width: number }[]
  grid: { value: number; y: number }[]
  labels: { day: string; x: number }[]
  zero: number
  /** Where the limit lies; null: there is none, or it lies so far above that it would flatten every bar. */
  limit: number | null
  step: number
  center: (index: number) => number
  at: (x: number) => number
}

const LABEL_WIDTH = 56
const LABEL_HALF = 16
const TICKS = 4
const MIN_HEIGHT = 0.75
const LIMIT_REACH = 2

/** Where everything stands, in pixels: credits hang below zero, a day without a reading leaves its place empty. */
export function layOut(columns: readonly Column[], box: Box, limit: number | null = null): Layout {
  const inner = { width: Math.max(1, box.width - box.left - box.right), height: box.height - box.top - box.bottom }
  const step = inner.width / Math.max(1, columns.length)
  const range = extremesOf(columns)
  const drawn = limit !== null && limit <= LIMIT_REACH * range.high ? limit : null
  const [low, high] = niceRange(range.low, Math.max(range.high, drawn ?? 0))
  const y = (value: number) => box.top + ((high - value) / (high - low)) * inner.height
  const barWidth = Math.max(1, step - Math.min(4, Math.max(step > 3 ? 1 : 0, step * 0.25)))
  const left = (index: number) => box.left + index * step + (step - barWidth) / 2
  return {
    bars: columns.flatMap((column, index) => stack(column, left(index), barWidth, y)),
    gaps: runsOfGaps(columns).map(([from, to]) => ({ x: box.left + from * step, width: (to - from + 1) * step })),
    grid: ticks(low, high, TICKS).map((value) => ({ value, y: y(value) })),
    labels: labelled(columns.length, step).map((index) => ({
      day: columns[index]?.day ?? '',
      x: Math.min(box.left + (index + 0.5) * step, box.width - LABEL_HALF),
    })),
    zero: y(0),
    limit: drawn === null ? null : y(drawn),
    step,
    center: (index) => box.left + (index + 0.5) * step,
    at: (x) => Math.min(columns.length - 1, Math.max(0, Math.floor((x - box.left) / step))),
  }
}

function stack(column: Column, x: number, width: number, y: (value: number) => number): Bar[] {
  let above = 0
  let below = 0
  const bars: Bar[] = []
  for (const [series, part] of column.parts.entries()) {
    const value = Number(part.amount ?? 0)
    if (value === 0) continue
    const base = value > 0 ? above : below
    // A sliver stays visible, growing away from its base.
    const height = Math.max(MIN_HEIGHT, Math.abs(y(base) - y(base + value)))
    const top = value > 0 ? y(base) - height : y(base)
    if (value > 0) above += value
    else below += value
    bars.push({
      key: `${column.day} ${part.series.key}`,
      x,
      y: top,
      width,
      height,
      color: part.series.color,
      basis: part.basis,
      series,
    })
  }
  return bars
}

function extremesOf(columns: readonly Column[]): { low: number; high: number } {
  let low = 0
  let high = 0
  for (const column of columns) {
    const values = column.parts.map((part) => Number(part.amount ?? 0))
    high = Math.max(
      high,
      values.reduce((sum, value) => sum + Math.max(0, value), 0),
    )
    low = Math.min(
      low,
      values.reduce((sum, value) => sum + Math.min(0, value), 0),
    )
  }
  return { low, high }
}

function niceRange(low: number, high: number): [number, number] {
  return high === 0 && low === 0 ? [0, 1] : nice(low, high, TICKS)
}

function runsOfGaps(columns: readonly Column[]): [number, number][] {
  const runs: [number, number][] = []
  for (const [index, column] of columns.entries()) {
    if (column.total !== null) continue
    const last = runs.at(-1)
    if (last && last[1] === index - 1) last[1] = index
    else runs.push([index, index])
  }
  return runs
}

/** Every n-th day counted back from the last, so that the newest day always has its name. */
function labelled(count: number, step: number): number[] {
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / step))
  const indexes: number[] = []
  for (let index = count - 1; index >= 0; index -= every) indexes.unshift(index)
  return indexes
}
