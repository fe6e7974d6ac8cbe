import { expect, test } from 'vitest'
import { fixedClock } from '../../platform/clock.ts'
import { OpenAiError, type OpenAiFailure } from './failure.ts'
import { type RetryOptions, withRetries } from './retry.ts'
import { retryAfterSeconds } from './retry-after.ts'

const NOW = new Date('2026-11-23T05:00:00Z')

/** Fails with each of the failures in turn, then answers; time passes only in sleep. */
function attempts(failures: readonly OpenAiFailure[], options: Partial<RetryOptions> = {}) {
  const clock = fixedClock(NOW)
  const slept: number[] = []
  const told: string[] = []
  let made = 0
  const run = withRetries(
    async () => {
      const failure = failures[made]
      made += 1
      if (failure) throw new OpenAiError(failure)
      return 'done'
    },
    {
      clock,
      random: () => 0.5,
      sleep: async (ms) => {
        slept.push(ms)
        clock.advance(ms)
      },
      onWait: (until, { kind }) => told.push(`${kind} ${until.toISOString().slice(17, 23)}`),
      ...options,
    },
  )
  return { run, slept, told, made: () => made }
}

test('what may pass is repeated, waiting longer each time, and each wait is told', async () => {
  const failures: OpenAiFailure[] = [
    { kind: 'server-error', status: 500, retryAfterSeconds: null },
    { kind: 'timeout' },
    { kind: 'unreachable', detail: 'ECONNRESET' },
    { kind: 'garbage', detail: 'html' },
  ]
  const { run, slept, told } = attempts(failures)
  await expect(run).resolves.toBe('done')
  expect(slept).toEqual([750, 1_500, 3_000, 6_000])
  expect(told[0]).toBe('server-error 00.750')
})

test('Retry-After is waited in full', async () => {
  const { run, slept } = attempts([{ kind: 'rate-limited', retryAfterSeconds: 20 }])
  await run
  expect(slept).toEqual([20_500])
})

test('a wait beyond patience is not waited but reported', async () => {
  const { run, slept } = attempts([{ kind: 'rate-limited', retryAfterSeconds: 3_600 }])
  await expect(run).rejects.toMatchObject({ failure: { kind: 'rate-limited', retryAfterSeconds: 3_600 } })
  expect(slept).toEqual([])
})

test('it gives up after the last attempt with the last failure', async () => {
  const failure: OpenAiFailure = { kind: 'timeout' }
  const { run, made } = attempts(
    Array.from({ length: 9 }, () => failure),
    { maxAttempts: 3 },
  )
  await expect(run).rejects.toMatchObject({ failure })
  expect(made()).toBe(3)
})

test.each<OpenAiFailure>([
  { kind: 'key-revoked', detail: '' },
  { kind: 'missing-scope', scope: 'api.usage.read' },
  { kind: 'forbidden', detail: '' },
  { kind: 'not-found', code: null, detail: '' },
  { kind: 'refused', status: 400, code: null, param: null, detail: '' },
])('$kind does not get better by waiting', async (failure) => {
  const { run, made } = attempts([failure])
  await expect(run).rejects.toMatchObject({ failure })
  expect(made()).toBe(1)
})

test('an abort ends the waiting and starts nothing more', async () => {
  const stop = new AbortController()
  const sleep = async () => {
    stop.abort(new Error('stopped'))
  }
  const { run, made } = attempts([{ kind: 'timeout' }], { signal: stop.signal, sleep })
  await expect(run).rejects.toThrow('stopped')
  expect(made()).toBe(1)
})

test.each([
  ['7', 7],
  ['1.2', 2],
  ['0', 0],
  ['Mon, 23 Nov 2026 05:00:30 GMT', 30],
  ['Mon, 23 Nov 2026 04:00:00 GMT', 0],
  ['-5', null],
  ['soon', null],
  ['', null],
  [null, null],
])('Retry-After %s is %s seconds', (header, seconds) => {
  expect(retryAfterSeconds(header, NOW)).toBe(seconds)
})
