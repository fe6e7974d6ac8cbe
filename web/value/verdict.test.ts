import { expect, test } from 'vitest'
import { verdictOf } from './verdict.ts'

test('what rises is better or worse, as it is meant', () => {
  expect(verdictOf(0.2, 'worse')).toBe('worse')
  expect(verdictOf(-0.2, 'worse')).toBe('better')
  expect(verdictOf(0.2, 'better')).toBe('better')
  expect(verdictOf(-0.2, 'better')).toBe('worse')
})

test('up to five percent either way is neither', () => {
  for (const ratio of [0.05, 0.03, 0, -0.03, -0.05]) expect(verdictOf(ratio, 'worse')).toBe('similar')
  expect(verdictOf(0.051, 'worse')).toBe('worse')
})
