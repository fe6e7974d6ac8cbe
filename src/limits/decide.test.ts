import { expect, test } from 'vitest'
import { decide, type Rule } from './decide.ts'

const rule = (rest: Partial<Rule>): Rule => ({
  period: 'day',
  limit: '10',
  onNoData: 'go-on',
  spent: '0',
  reserved: '0',
  ...rest,
})
const kinds = (rules: readonly Rule[], ...most: (string | null)[]) =>
  decide(
    rules,
    most.map((amount, place) => ({ callId: String(place), most: amount })),
  ).map(({ kind }) => kind)

test('room is given in the order of coming, to the last cent, and a smaller call passes one that waits', () => {
  expect(kinds([rule({})], '4', '4', '4', '2', '0.01')).toEqual(['admitted', 'admitted', 'wait', 'admitted', 'wait'])
})

test('what would not fit if all under way were free is refused at once', () => {
  expect(kinds([rule({ spent: '7', reserved: '2' })], '3.01', '3', '1')).toEqual(['refused', 'wait', 'admitted'])
})

test('of two limits the narrower one decides, and is the one that is named', () => {
  const [verdict] = decide([rule({}), rule({ period: 'week', spent: '9.5' })], [{ callId: 'a', most: '1' }])
  expect(verdict).toMatchObject({ kind: 'refused', because: 'no-room', rule: { period: 'week' } })
})

test('a limit of nothing lets nothing through that costs something', () => {
  expect(kinds([rule({ limit: '0' })], '0.000001')).toEqual(['refused'])
})

test('an unknown cost goes on while anything is left, or is refused by the more careful of two limits', () => {
  expect(kinds([rule({ spent: '9.99' })], null)).toEqual(['admitted'])
  expect(kinds([rule({ spent: '10' })], null)).toEqual(['refused'])
  expect(kinds([rule({ spent: '1', reserved: '9' })], null)).toEqual(['wait'])
  const [verdict] = decide([rule({}), rule({ period: 'week', onNoData: 'stop' })], [{ callId: 'a', most: null }])
  expect(verdict).toMatchObject({ kind: 'refused', because: 'unknown-cost', rule: { period: 'week' } })
})

test('credits make room', () => {
  expect(kinds([rule({ spent: '-5' })], '15', '0.01')).toEqual(['admitted', 'wait'])
})
