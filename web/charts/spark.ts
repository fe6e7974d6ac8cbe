import type { Basis } from '../../src/platform/http/schemas.ts'
import type { DaySpend } from '../../src/reports/api.ts'

type Point = { x: number; y: number | null; basis: Basis }
type Segment = { d: string; basis: Basis }

const PAD = 2

/** Lines between neighbouring known days, broken at gaps and wherever the basis changes. A lone day is a dot. */
export function sparkSegments(days: readonly DaySpend[], size: { width: number; height: number }) {
  const known = days.flatMap((day) => (day.amount === null ? [] : [Number(day.amount)]))
  const high = Math.max(0, ...known)
  const low = Math.min(0, ...known)
  const span = high - low || 1
  const step = (size.width - 2 * PAD) / Math.max(1, days.length - 1)
  const points = days.map(
    (day, index): Point => ({
      x: round(PAD + index * step),
      y: day.amount === null ? null : round(PAD + ((high - Number(day.amount)) / span) * (size.height - 2 * PAD)),
      basis: day.basis,
    }),
  )
  const segments: Segment[] = []
  let open: { d: string; basis: Basis } | null = null
  for (const [index, point] of points.entries()) {
    if (point.y === null) {
      open = null
      continue
    }
    const before = points[index - 1]
    if (open && open.basis === point.basis) {
      open.d += `L${point.x} ${point.y}`
      continue
    }
    const start =
      before && before.y !== null ? `M${before.x} ${before.y}L${point.x} ${point.y}` : `M${point.x} ${point.y}h0`
    open = { d: start, basis: point.basis }
    segments.push(open)
  }
  return { points, segments }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
