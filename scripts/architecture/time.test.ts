import { expect, test } from 'vitest'
import { timeReadsIn } from './time.ts'

const linesOf = (text: string) => timeReadsIn('src/x.ts', text).map(({ line }) => line)

test('a bare clock is found in every form', () => {
  expect(linesOf('a(Date.now())\nconst b = new Date()\nconst c = Date()\nconst d = new Date')).toEqual([1, 2, 3, 4])
})

test('a given instant, a comment and a string are no clock', () => {
  expect(linesOf(`new Date(at)\nDate.parse(text)\n// Date.now()\nconst s = 'new Date()'\nclock.now()`)).toEqual([])
})
