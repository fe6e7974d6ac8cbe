import { setTimeout as wait } from 'node:timers/promises'
import { type Clock, SECOND } from '../../platform/clock.ts'
import { OpenAiError, type OpenAiFailure } from './failure.ts'

export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>
export const realSleep: Sleep = (ms, signal) => wait(ms, undefined, { ...(signal ? { signal } : {}) })

export type RetryOptions = {
  clock: Clock
  sleep?: Sleep
  signal?: AbortSignal | undefined
  maxAttempts?: number
  /** Longer waits are not waited: the failure is thrown and the caller comes back later. */
  maxWaitSeconds?: number
  onWait?: (until: Date, failure: OpenAiFailure) => void
  random?: () => number
}

const FIRST_WAIT_SECONDS = 1
const LONGEST_BACK_OFF_SECONDS = 60

/** Repeats what may pass: 429 (after `Retry-After` where given), 5xx, lost connections, unreadable answers. */
export async function withRetries<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { clock, sleep = realSleep, signal, maxAttempts = 5, maxWaitSeconds = 300, random = Math.random } = options
  for (let made = 1; ; made += 1) {
    signal?.throwIfAborted()
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof OpenAiError) || !mayPass(error.failure) || made >= maxAttempts) throw error
      const seconds = waitSeconds(error.failure, made, random())
      if (seconds > maxWaitSeconds) throw error
      options.onWait?.(new Date(clock.now().getTime() + seconds * SECOND), error.failure)
      await sleep(Math.round(seconds * SECOND), signal)
    }
  }
}

export function mayPass(failure: OpenAiFailure): boolean {
  switch (failure.kind) {
    case 'rate-limited':
    case 'server-error':
    case 'timeout':
    case 'unreachable':
    case 'garbage':
      return true
    default:
      return false
  }
}

/** What the server asks for, a little later; else 1, 2, 4 … 60 seconds, each cut by up to half so that callers spread. */
function waitSeconds(failure: OpenAiFailure, made: number, random: number): number {
  const asked = 'retryAfterSeconds' in failure ? failure.retryAfterSeconds : null
  if (asked !== null) return asked + random
  return Math.min(LONGEST_BACK_OFF_SECONDS, FIRST_WAIT_SECONDS * 2 ** (made - 1)) * (1 - random / 2)
}
