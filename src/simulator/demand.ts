import { DAY, HOUR, MINUTE } from '../platform/clock.ts'
import { between, mix, unit } from './random.ts'

export type Profile = 'office' | 'always' | 'night' | 'flat'

export type Rhythm = {
  readonly hash: number
  readonly profile: Profile
  /** Requests on an ordinary weekday. */
  readonly requestsPerDay: number
  /** How much of each component one request uses, on average. */
  readonly perRequest: readonly number[]
  readonly from: number
  readonly to: number
}

const MINUTES = DAY / MINUTE
/** Growth is counted from here, so that a day costs the same whenever the simulator was started. */
const GROWTH_EPOCH = Date.UTC(2026, 0, 1) / DAY
const GROWTH_PER_DAY = 0.0012
const WEEKEND: Record<Profile, number> = { office: 0.22, always: 0.8, night: 0.45, flat: 1 }

/** Weight of each hour in Korea, from midnight: people arrive at nine, eat at noon, leave at seven. */
const HOURS_IN_KOREA: Record<Profile, readonly number[]> = {
  office: [1, 1, 1, 1, 1, 1, 2, 6, 20, 58, 70, 66, 34, 62, 74, 72, 68, 60, 38, 20, 12, 8, 5, 3],
  always: [18, 14, 12, 11, 11, 13, 18, 26, 36, 44, 48, 50, 46, 46, 47, 46, 45, 44, 43, 42, 41, 40, 36, 26],
  night: [70, 80, 80, 75, 60, 30, 8, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 4, 6, 10, 25, 50],
  flat: Array<number>(24).fill(1),
}

/** Share of a UTC day that is over after each minute: 0 at the first, 1 at the last. */
const CUMULATIVE: Record<Profile, Float64Array> = {
  office: accumulate(HOURS_IN_KOREA.office),
  always: accumulate(HOURS_IN_KOREA.always),
  night: accumulate(HOURS_IN_KOREA.night),
  flat: accumulate(HOURS_IN_KOREA.flat),
}

/** Counts of every component from `from` up to `to`. Counts are differences of a rising whole number, so any split adds up. */
export function measureRhythm(rhythm: Rhythm, from: number, to: number): number[] {
  const counts = rhythm.perRequest.map(() => 0)
  const start = Math.max(from, rhythm.from)
  const end = Math.min(to, rhythm.to)
  for (let day = Math.floor(start / DAY); day * DAY < end; day += 1) {
    const before = start <= day * DAY ? 0 : shareOver(rhythm, day, start)
    const after = end >= (day + 1) * DAY ? 1 : shareOver(rhythm, day, end)
    const requests = requestsOn(rhythm, day)
    for (let index = 0; index < counts.length; index += 1) {
      const spread = between(mix(mix(rhythm.hash, day), index + 1), 0.9, 1.1)
      const total = Math.max(1, Math.floor(requests * (rhythm.perRequest[index] ?? 0) * spread))
      counts[index] = (counts[index] ?? 0) + Math.floor(total * after) - Math.floor(total * before)
    }
  }
  return counts
}

function requestsOn(rhythm: Rhythm, day: number): number {
  // Day 0 of the epoch was a Thursday. A KST weekend and a UTC weekend differ by nine hours; nobody can tell here.
  const weekday = (day + 4) % 7
  const week = weekday === 0 || weekday === 6 ? WEEKEND[rhythm.profile] : 1
  const growth = Math.exp((day - GROWTH_EPOCH) * GROWTH_PER_DAY)
  return rhythm.requestsPerDay * week * growth * between(mix(rhythm.hash, day), 0.78, 1.22)
}

/** Where the day stands at `instant`; each minute's edge is shifted a little, so that minutes are uneven. */
function shareOver(rhythm: Rhythm, day: number, instant: number): number {
  const position = (instant - day * DAY) / MINUTE
  const minute = Math.floor(position)
  const left = edge(rhythm, day, minute)
  return left + (edge(rhythm, day, minute + 1) - left) * (position - minute)
}

function edge(rhythm: Rhythm, day: number, minute: number): number {
  const table = CUMULATIVE[rhythm.profile]
  const here = table[minute] ?? 1
  if (minute === 0 || minute >= MINUTES) return here
  return here + ((table[minute + 1] ?? 1) - here) * unit(mix(mix(rhythm.hash, day), minute)) * 0.9
}

function accumulate(koreanHours: readonly number[]): Float64Array {
  const table = new Float64Array(MINUTES + 1)
  const sum = koreanHours.reduce((total, weight) => total + weight, 0)
  const shift = 9
  for (let minute = 0; minute < MINUTES; minute += 1) {
    const hour = Math.floor((minute * MINUTE) / HOUR)
    table[minute + 1] = (table[minute] ?? 0) + (koreanHours[(hour + shift) % 24] ?? 0) / sum / 60
  }
  table[MINUTES] = 1
  return table
}
