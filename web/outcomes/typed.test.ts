import { expect, test } from 'vitest'
import { formatScore, readScore, readWhole } from './typed.ts'

test('whole numbers as people type them, and nothing else', () => {
  expect(['1,200', ' 12 ', '０', '1 200', '0'].map(readWhole)).toEqual([1200, 12, 0, 1200, 0])
  expect(['', '-1', '1.5', '1,20', 'ten', '12345678901'].map(readWhole)).toEqual(Array(6).fill(null))
})

test('scores with decimals and signs', () => {
  expect(['4.2', '−1', '0', '４.５'].map(readScore)).toEqual([4.2, -1, 0, 4.5])
  expect(['', '4,2', '좋음', '1e3'].map(readScore)).toEqual(Array(4).fill(null))
})

test('a mean is shown with two decimals at most', () => {
  expect(['4.256666', '4', '0.5', '-0.333333'].map(formatScore)).toEqual(['4.26', '4', '0.5', '-0.33'])
})
