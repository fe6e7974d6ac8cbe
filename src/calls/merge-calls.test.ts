import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callOf } from '../../test/calls/bench.ts'
import type { CallSource } from './call.ts'
import { acceptableAt, type CleanCall, cleanCall } from './clean-call.ts'
import { type KnownCall, knownCall, mergeCalls } from './merge-calls.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const PROJECT = '00000000-0000-4000-8000-000000000001'

function clean(given: Parameters<typeof callOf>[1]): CleanCall {
  const call = cleanCall(callOf(PROJECT, given), acceptableAt(NOW, 90))
  if (typeof call === 'string') throw new Error(call)
  return call
}

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
const telling = fc
  .record({
    source: fc.constantFrom<CallSource>('gateway', 'sdk', 'api', 'otlp'),
    id: fc.constantFrom(PROJECT, PROJECT.replace('1', '2')),
    task: maybe(fc.constantFrom('a', 'b')),
    quantities: maybe(fc.record({ inputTokens: fc.nat(2), outputTokens: fc.nat(2) })),
    providerCost: maybe(fc.constantFrom('1', '2')),
    durationMs: maybe(fc.nat(2)),
    result: fc.constantFrom('ok' as const, 'error' as const),
    status: maybe(fc.constantFrom(200, 500)),
    meta: fc.constantFrom({}, { a: '1' }, { b: '1' }),
    batch: maybe(fc.boolean()),
  })
  .map((given): KnownCall => knownCall(clean({ ...given, responseId: 'r' })))

test('joining is the same in any order, in any grouping and any number of times', () => {
  fc.assert(
    fc.property(telling, telling, telling, (a, b, c) => {
      expect(mergeCalls(a, a)).toBe(a)
      expect(mergeCalls(a, b)).toEqual(mergeCalls(b, a))
      expect(mergeCalls(mergeCalls(a, b), c)).toEqual(mergeCalls(a, mergeCalls(b, c)))
      const both = mergeCalls(a, b)
      expect(mergeCalls(both, a)).toBe(both)
      expect(mergeCalls(both, b)).toBe(both)
    }),
    { numRuns: 2_000 },
  )
})

test('the gateway’s numbers win, and what it does not know is filled in', () => {
  const sdk = knownCall(
    clean({ source: 'sdk', task: '요약', user: 'kim', quantities: { inputTokens: 9 }, firstTokenMs: 7 }),
  )
  const gateway = knownCall(clean({ source: 'gateway', task: null, user: 'lee', quantities: { inputTokens: 5 } }))
  expect(mergeCalls(sdk, gateway)).toMatchObject({
    source: 'gateway',
    task: '요약',
    user: 'lee',
    firstTokenMs: 7,
    quantities: { inputTokens: 5 },
  })
})

test('a gateway that does not know what was used takes it from whoever does', () => {
  const sdk = knownCall(clean({ source: 'sdk', quantities: { inputTokens: 9 } }))
  const gateway = knownCall(clean({ source: 'gateway', quantities: null, result: 'aborted', status: null }))
  expect(mergeCalls(gateway, sdk)).toMatchObject({ result: 'aborted', quantities: { inputTokens: 9 } })
})
