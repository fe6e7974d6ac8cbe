import { HOUR, MINUTE } from '../platform/clock.ts'
import { addDays, type CostDay, countDays } from '../platform/cost-day.ts'

/** A bill keeps changing after its day closes; how long is documented nowhere, so two weeks are read again. */
export const TRAILING_DAYS = 14
export const BACKFILL_DAYS = 180
/** The most days one request may cover; the API allows 180 buckets, but each bucket carries all its groups. */
const MAX_CHUNK_DAYS = 31
const FIRST_CHUNK_DAYS = 2
const ROWS_PER_CHUNK = 20_000

export type Window = { from: CostDay; to: CostDay }

/**
 * Today is read too: its bill comes in during the day. After a pause longer than the trailing days, reading starts where
 * it is still open; `firstOpen` null: nothing was ever read.
 */
export function windowFor(today: CostDay, firstOpen: CostDay | null): Window {
  const earliest = addDays(today, -BACKFILL_DAYS)
  const usual = addDays(today, -TRAILING_DAYS)
  if (firstOpen === null || firstOpen < earliest) return { from: earliest, to: today }
  return { from: firstOpen < usual ? firstOpen : usual, to: today }
}

export function daysIn(window: Window): number {
  return Math.max(0, countDays(window.from, window.to) + 1)
}

/** The newest part that is still to be read; null when nothing is left. */
export function nextChunk(window: Window, remainingTo: CostDay, chunkDays: number): Window | null {
  if (remainingTo < window.from) return null
  const from = addDays(remainingTo, 1 - chunkDays)
  return { from: from < window.from ? window.from : from, to: remainingTo }
}

/** Grows at most fourfold at a time, so that a quiet stretch before a busy one does not make a huge answer. */
export function nextChunkDays(chunkDays: number, rowsRead: number, daysRead: number): number {
  const fitting = Math.floor(ROWS_PER_CHUNK / Math.max(1, rowsRead / Math.max(1, daysRead)))
  return Math.max(1, Math.min(fitting, chunkDays * 4, MAX_CHUNK_DAYS))
}

export const firstChunkDays = FIRST_CHUNK_DAYS

const WAITS_MS = [1 * MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 40 * MINUTE, HOUR, HOUR]

/** How long to wait after the n-th failure in a row; null: it has failed for good. */
export function waitAfterFailure(attempts: number): number | null {
  return WAITS_MS[attempts - 1] ?? null
}

export function secondsLeft(progress: {
  startedAt: Date
  now: Date
  daysDone: number
  daysTotal: number
}): number | null {
  if (progress.daysDone === 0) return null
  const elapsed = progress.now.getTime() - progress.startedAt.getTime()
  return Math.round(((elapsed / progress.daysDone) * (progress.daysTotal - progress.daysDone)) / 1_000)
}
