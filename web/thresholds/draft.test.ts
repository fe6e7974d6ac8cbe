import { expect, test } from 'vitest'
import { cleanLimit, draftOf, newLevel } from './draft.ts'

test('a pasted amount becomes a number; anything else stays as it was, for the server to refuse', () => {
  expect(['$1,500.00', ' 1 500 ', '５００', '5억'].map(cleanLimit)).toEqual(['1500.00', '1500', '500', '5억'])
})

test('a new level lies above the highest one and has a key of its own', () => {
  const draft = draftOf([{ percent: 80, effect: 'notify' }])
  const second = newLevel(draft)
  expect(second.percent).toBe('100')
  const third = newLevel([...draft, second])
  expect(third.percent).toBe('150')
  expect(new Set([...draft, second, third].map(({ key }) => key)).size).toBe(3)
})
