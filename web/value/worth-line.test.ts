import { expect, test } from 'vitest'
import { layLine } from './worth-line.ts'

const place = { top: 0, bottom: 100, center: (index: number) => index * 10 }

test('begins at zero, and a day of which nothing is known breaks it', () => {
  const { runs, axis } = layLine([1, 2, null, 4], place)
  expect(runs).toEqual([
    [
      { x: 0, y: 75 },
      { x: 10, y: 50 },
    ],
    [{ x: 30, y: 0 }],
  ])
  expect(axis.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4])
})

test('nothing known is no line', () => {
  expect(layLine([null, null], place).runs).toEqual([])
  expect(layLine([0], place).runs).toEqual([[{ x: 0, y: 100 }]])
})
