import { DAY, HOUR, MINUTE } from '../platform/clock.ts'
import { bucketPageOf, pageText } from './bucket-page.ts'
import { choicesOf, flagOf, listOf, type Query } from './query.ts'
import type { Stream, UsageKind } from './stream.ts'
import { type Dimension, USAGE_RULES } from './usage-kinds.ts'
import type { World } from './world.ts'

const WIDTH_NAMES = ['1m', '1h', '1d'] as const
const WIDTHS = {
  '1m': { width: MINUTE, defaultLimit: 60, maxLimit: 1440 },
  '1h': { width: HOUR, defaultLimit: 24, maxLimit: 168 },
  '1d': { width: DAY, defaultLimit: 7, maxLimit: 31 },
} as const

/** `labels` is the text of the row's dimensions, ready to be put at its end. */
type Member = { readonly stream: Stream; readonly labels: string; readonly visible: number }

/** How late generated use shows up and how much of it at once, in milliseconds. */
export type Visibility = { readonly lag: number; readonly step: number }

export function answerUsage(
  world: World,
  kind: UsageKind,
  query: Query,
  options: { pageSize: number | undefined; visibility: Visibility },
): Generator<string> {
  const rules = WIDTHS[choicesOf(query, 'bucket_width', WIDTH_NAMES)[0] ?? '1d']
  const now = world.now()
  const horizon = (Math.floor(now / rules.width) + 1) * rules.width
  const page = bucketPageOf(query, { ...rules, horizon, pageSize: options.pageSize })
  const members = membersOf(world, kind, query, (stream) => visibleThrough(stream, now, options.visibility))
  return pageText(page, (start) => {
    const sums = new Map<string, number[]>()
    for (const { stream, labels, visible } of members) {
      const end = Math.min(start + rules.width, visible)
      if (end <= start) continue
      const counts = world.interruptions.measure(stream, start, end)
      if (counts.every((count) => count === 0)) continue
      const sum = sums.get(labels)
      if (sum === undefined) sums.set(labels, [...counts])
      else for (const [index, count] of counts.entries()) sum[index] = (sum[index] ?? 0) + count
    }
    // Stored bytes are a level, not a flow: the stream counts the part of a day, the answer gives the level.
    const scale = kind === 'vector_stores' ? DAY / rules.width : 1
    return [...sums]
      .map(([labels, counts]) => rowText(kind, labels, scale === 1 ? counts : counts.map((one) => one * scale)))
      .join(',')
  })
}

/**
 * Calls through our own endpoints are there at once. Generated use comes in whole steps, and where a step is longer than a
 * minute, each stream takes it at a minute of its own: late use lands in lumps, not everywhere at the same time (quirk 12).
 */
function visibleThrough(stream: Stream, now: number, { lag, step }: Visibility): number {
  if (stream.isRecorded) return now + 1
  const offset = (stream.hash % Math.max(1, Math.floor(step / MINUTE))) * MINUTE
  return Math.floor((now - lag - offset) / step) * step + offset
}

function rowText(kind: UsageKind, labels: string, counts: readonly number[]): string {
  const { object, counters } = USAGE_RULES[kind]
  return `{"object":"${object}",${JSON.stringify(counters(counts)).slice(1, -1)},${labels}}`
}

function membersOf(world: World, kind: UsageKind, query: Query, visibleOf: (stream: Stream) => number): Member[] {
  const { dimensions } = USAGE_RULES[kind]
  const grouping = new Set(choicesOf(query, 'group_by', dimensions))
  const batch = flagOf(query, 'batch')
  const filters = dimensions
    .map((dimension) => ({ dimension, allowed: new Set(listOf(query, `${dimension}s`)) }))
    .filter(({ allowed }) => allowed.size > 0)
  const isWanted = (stream: Stream) =>
    stream.kind === kind &&
    (batch === undefined || stream.batch === batch) &&
    filters.every(({ dimension, allowed }) => allowed.has(String(labelOf(stream, dimension))))
  return world
    .streams()
    .filter(isWanted)
    .map((stream) => {
      const labels = Object.fromEntries(
        dimensions.map((dimension) => [dimension, grouping.has(dimension) ? labelOf(stream, dimension) : null]),
      )
      return { stream, labels: JSON.stringify(labels).slice(1, -1), visible: visibleOf(stream) }
    })
}

function labelOf(stream: Stream, dimension: Dimension): string | boolean | null {
  switch (dimension) {
    case 'project_id':
      return stream.projectId
    case 'user_id':
      return stream.userId
    case 'api_key_id':
      return stream.apiKeyId
    case 'model':
      return stream.model
    case 'batch':
      return stream.batch
    case 'service_tier':
      return stream.tier
    case 'size':
    case 'source':
    case 'vector_store_id':
    case 'context_level':
      return stream.extra[dimension] ?? null
  }
}
