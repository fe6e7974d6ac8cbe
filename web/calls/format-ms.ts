import { formatDuration } from '../words/format.ts'

/** `480ms`, `1.24초`, `2분 5초` */
export function formatMs(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)}ms`
  if (ms < 60_000) return `${(ms / 1_000).toFixed(2)}초`
  return formatDuration(ms / 1_000)
}
