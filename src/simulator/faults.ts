import { hashText, mix, pick } from './random.ts'

export const FAULT_KINDS = [
  '429',
  '500',
  '503',
  '401',
  '403',
  'truncate',
  /** `has_more` stays true and `next_page` leads back to the page that was asked for (quirk 22). */
  'stuck-page',
  /** A write of a limit is answered as if it had been done, and is gone (quirk 25). */
  'forget',
  'html',
  'garbage',
  'hang',
  'reset',
  'slow',
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

export type Fault = {
  /** Part of `METHOD /path?query`, for example `organization/costs` or `POST /v1/organization/projects`. */
  readonly match: string
  readonly kind: FaultKind
  /** How many matching requests it hits; 1 when left out. */
  readonly times?: number | undefined
  /** How many matching requests pass first. */
  readonly afterRequests?: number | undefined
  /** Sent with 429 and 503; no header when left out. */
  readonly retryAfterSeconds?: number | undefined
  /** For `slow`, in real milliseconds; 1000 when left out. */
  readonly delayMs?: number | undefined
}

export type Faults = {
  push(...faults: readonly Fault[]): void
  clear(): void
  /** Faults that have not hit all their requests yet. */
  pending(): Fault[]
  /** The fault for this request, which uses it up. */
  next(request: string): Fault | undefined
}

type Armed = { readonly fault: Fault; skips: number; left: number }

const FLAKY_SHARE = 30
const MOST_IN_A_ROW = 2

export function createFaults(options: { seed: number; isFlaky: boolean }): Faults {
  let armed: Armed[] = []
  const histories = new Map<string, { attempts: number; inARow: number }>()

  function flaky(request: string): Fault | undefined {
    const history = histories.get(request) ?? { attempts: 0, inARow: 0 }
    histories.set(request, history)
    history.attempts += 1
    const hash = mix(hashText(options.seed, request), history.attempts)
    const isFaulty = hash % 100 < FLAKY_SHARE && history.inARow < MOST_IN_A_ROW
    history.inARow = isFaulty ? history.inARow + 1 : 0
    if (!isFaulty) return undefined
    const kind = pick<FaultKind>(mix(hash, 1), '429', '500', '503', 'truncate', 'html', 'garbage', 'reset', 'slow')
    return { match: request, kind, delayMs: 200, ...(kind === '429' && hash % 2 === 0 ? { retryAfterSeconds: 1 } : {}) }
  }

  return {
    push: (...faults) => {
      armed.push(...faults.map((fault) => ({ fault, skips: fault.afterRequests ?? 0, left: fault.times ?? 1 })))
    },
    clear: () => {
      armed = []
    },
    pending: () => armed.map(({ fault, left }) => ({ ...fault, times: left })),
    next: (request) => {
      const found = armed.find(({ fault }) => request.includes(fault.match))
      if (found === undefined) return options.isFlaky ? flaky(request) : undefined
      if (found.skips > 0) {
        found.skips -= 1
        return undefined
      }
      found.left -= 1
      if (found.left <= 0) armed = armed.filter((one) => one !== found)
      return found.fault
    },
  }
}
