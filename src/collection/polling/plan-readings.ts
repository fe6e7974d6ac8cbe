import { type BucketSpan, DAY_SPAN, HOUR_SPAN, MINUTE_SPAN, type Watermark } from '../../ledger/index.ts'
import { DAY, HOUR, MINUTE } from '../../platform/clock.ts'
import { addDays, type CostDay, costDayOf, startOfDay } from '../../platform/cost-day.ts'

/** What is asked for in one go; `to` is excluded. */
export type PlannedReading = { span: BucketSpan; from: Date; to: Date }

export type Progress = Omit<Watermark, 'kind'>

/** Usage is 5 to 15 minutes behind and comes in lumps, so what was seen last is read again. */
const RE_READ = 20 * MINUTE
/** Where nothing is used, a lump may still be on its way. */
const LONGEST_LAG = HOUR
/**
 * An hour is read as a whole once it is this old and late use of it is no longer waited for: from then on it outranks its
 * minutes, and would hide until the next hour what comes after it.
 */
const HOUR_CLOSED_FOR = 30 * MINUTE
const HOURS_EVERY = HOUR
/** The same for a day: read as a whole after midnight, then several times while late usage may still come in. */
const DAY_CLOSED_FOR = LONGEST_LAG + RE_READ + 10 * MINUTE
const DAYS_EVERY = 6 * HOUR
const LATE_DAYS = 3
/** A pause is made up for in hours up to here, before that in days. */
const MOST_HOURS_BACK = 2 * DAY
export const HISTORY_DAYS = 28
/** One page of days carries all series of all days. */
const HISTORY_CHUNK_DAYS = 7

export const nothingRead: Progress = {
  requestedAt: null,
  seenUntil: null,
  hoursReadAt: null,
  daysReadAt: null,
  historyFrom: null,
}

/**
 * What has to be asked for now, the newest first: minutes since the watermark, whole hours of today once an hour (and of a
 * pause), whole days after they closed, and at the first poll four weeks of them.
 */
export function planReadings(known: Progress, now: Date): PlannedReading[] {
  const progress = believable(known, now)
  const hoursEnd = new Date(floorTo(Math.min(now.getTime() - HOUR_CLOSED_FOR, awaitedFrom(progress, now)), HOUR))
  const minutesFrom = firstMinute(progress, now)
  const hours = planHours(progress, { now, hoursEnd, minutesFrom })
  const from = hours && minutesFrom < hours.to ? hours.to : minutesFrom
  return [{ span: MINUTE_SPAN, from, to: now }, ...(hours ? [hours] : []), ...planDays(progress, now)]
}

/** A mark from the future was left under a wrong clock: what it claims to have been read was not there to be read yet. */
function believable(progress: Progress, now: Date): Progress {
  const past = (mark: Date | null) => (mark !== null && mark.getTime() > now.getTime() + MINUTE ? null : mark)
  const { requestedAt, seenUntil, hoursReadAt, daysReadAt, historyFrom } = progress
  return {
    requestedAt: past(requestedAt),
    seenUntil: past(seenUntil),
    hoursReadAt: past(hoursReadAt),
    daysReadAt: past(daysReadAt),
    historyFrom,
  }
}

/** Since when late use may still come in. */
function awaitedFrom({ seenUntil }: Progress, now: Date): number {
  return Math.max(seenUntil?.getTime() ?? 0, now.getTime() - LONGEST_LAG) - RE_READ
}

/** The day that is not read as a whole yet: the present one, a while after midnight the one before. */
const openDay = (now: Date): CostDay => costDayOf(new Date(now.getTime() - DAY_CLOSED_FOR))

function firstMinute({ requestedAt, seenUntil }: Progress, now: Date): Date {
  if (requestedAt === null) return startOfDay(openDay(now))
  const watermark = Math.max(seenUntil?.getTime() ?? 0, requestedAt.getTime() - LONGEST_LAG)
  return new Date(floorTo(Math.min(watermark, now.getTime()) - RE_READ, MINUTE))
}

function planHours(
  { hoursReadAt }: Progress,
  { now, hoursEnd, minutesFrom }: { now: Date; hoursEnd: Date; minutesFrom: Date },
): PlannedReading | null {
  const hasGap = hoursEnd.getTime() - minutesFrom.getTime() >= HOUR
  const isDue = hoursReadAt === null || now.getTime() - hoursReadAt.getTime() >= HOURS_EVERY
  if (!hasGap && !isDue) return null
  const open = startOfDay(openDay(now)).getTime()
  const gap = hasGap ? Math.max(floorTo(minutesFrom.getTime(), HOUR), now.getTime() - MOST_HOURS_BACK) : open
  const from = new Date(floorTo(Math.min(open, gap), HOUR))
  return from < hoursEnd ? { span: HOUR_SPAN, from, to: hoursEnd } : null
}

function planDays({ requestedAt, daysReadAt, historyFrom }: Progress, now: Date): PlannedReading[] {
  const today = openDay(now)
  const closedAt = startOfDay(today).getTime() + DAY_CLOSED_FOR
  const earliest = addDays(today, -HISTORY_DAYS)
  const isDue =
    daysReadAt === null || daysReadAt.getTime() < closedAt || now.getTime() - daysReadAt.getTime() >= DAYS_EVERY
  const planned: PlannedReading[] = []
  if (isDue) {
    const paused = requestedAt === null ? today : costDayOf(requestedAt)
    planned.push(daysOf(latest(earliest, earlier(addDays(today, -LATE_DAYS), paused)), today))
  }
  for (let to = historyFrom ?? addDays(today, -LATE_DAYS); to > earliest; to = addDays(to, -HISTORY_CHUNK_DAYS)) {
    planned.push(daysOf(latest(earliest, addDays(to, -HISTORY_CHUNK_DAYS)), to))
  }
  return planned
}

function daysOf(from: CostDay, to: CostDay): PlannedReading {
  return { span: DAY_SPAN, from: startOfDay(from), to: startOfDay(to) }
}

const earlier = (left: CostDay, right: CostDay): CostDay => (left < right ? left : right)
const latest = (left: CostDay, right: CostDay): CostDay => (left > right ? left : right)
const floorTo = (time: number, width: number): number => Math.floor(time / width) * width
