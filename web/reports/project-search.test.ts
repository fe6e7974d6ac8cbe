import { expect, test } from 'vitest'
import { readProjectSearch } from './project-search.ts'

test('a message’s link opens the block dialog of its breach, whatever else stands in the address', () => {
  expect(readProjectSearch({ block: 1, breach: 'b1', days: '90', evil: 'x' })).toEqual({
    block: 1,
    breach: 'b1',
    days: 90,
  })
  expect(readProjectSearch({ block: '1' })).toEqual({ block: 1 })
})

test('what is no period and no request is dropped', () => {
  expect(readProjectSearch({ days: 31, block: 'yes', breach: 7 })).toEqual({})
})
