import { nice, ticks } from 'd3-array'

export type Line = {
  /** Runs of days in a row: between them nothing is known, so no line is drawn. */
  runs: { x: number; y: number }[][]
  axis: { value: number; y: number }[]
}

const TICKS = 4

/** A line over bars, on a scale of its own that begins at zero as theirs does. */
export function layLine(
  values: readonly (number | null)[],
  place: { top: number; bottom: number; center(index: number): number },
): Line {
  const known = values.filter((value) => value !== null)
  const [low, high] = known.length === 0 || Math.max(...known) === 0 ? [0, 1] : nice(0, Math.max(...known), TICKS)
  const y = (value: number) => place.bottom - ((value - low) / (high - low)) * (place.bottom - place.top)
  const runs: Line['runs'] = []
  for (const [index, value] of values.entries()) {
    if (value === null) continue
    const point = { x: place.center(index), y: y(value) }
    const goesOn = index > 0 && values[index - 1] !== null
    if (goesOn) runs.at(-1)?.push(point)
    else runs.push([point])
  }
  return { runs, axis: ticks(low, high, TICKS).map((value) => ({ value, y: y(value) })) }
}
