import { MINUTE, SECOND } from '../platform/clock.ts'

/** The admin API's own rate limit: so many requests per key, endpoint and minute (quirk 19). */
export type RequestBudget = { retryAfter(name: string): number | undefined }

export function createRequestBudget(now: () => number, perMinute: number | undefined): RequestBudget {
  const windows = new Map<string, { startedAt: number; used: number }>()
  return {
    retryAfter: (name) => {
      if (perMinute === undefined) return undefined
      const at = now()
      const known = windows.get(name)
      const window = known !== undefined && at - known.startedAt < MINUTE ? known : { startedAt: at, used: 0 }
      windows.set(name, window)
      window.used += 1
      return window.used <= perMinute ? undefined : Math.max(1, Math.ceil((window.startedAt + MINUTE - at) / SECOND))
    },
  }
}
