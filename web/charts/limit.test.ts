import { expect, test } from 'vitest'
import { layOut } from './layout.ts'
import { ofLimit } from './of-limit.ts'
import { columnsOf, singleSeries } from './series.ts'

const BOX = { width: 400, height: 200, top: 0, right: 0, bottom: 0, left: 0 }
const columns = columnsOf(singleSeries('a', [{ day: '2026-11-23', amount: '742', basis: 'estimated' }]))
const LIMIT = { amount: '500', label: '일일 한도 $500' }

test('a limit is drawn at its amount, and the scale makes room for one above the bars', () => {
  expect(layOut(columns, BOX, 500).limit).toBe(75)
  expect(layOut(columns, BOX, 1_400).limit).toBeGreaterThan(0)
})

test('a limit far above the bars does not flatten them', () => {
  expect(layOut(columns, BOX, 1_000_000).limit).toBeNull()
})

test('a day says how much of the limit it used; without an amount it says nothing', () => {
  const [column] = columns
  const [unknown] = columnsOf(singleSeries('a', [{ day: '2026-11-23', amount: null, basis: 'unknown' }]))
  if (!column || !unknown) throw new Error('two columns')
  expect(ofLimit(column, LIMIT)).toBe('일일 한도 $500의 148%')
  expect(ofLimit(unknown, LIMIT)).toBeNull()
  expect(ofLimit(column, { ...LIMIT, amount: '0' })).toBeNull()
})
