import { expect, test } from 'vitest'
import { readProjectSearch } from './project-search.ts'

test('a message’s link opens the block dialog of its breach, whatever else stands in the address', () => {
  expect(readProjectSearch({ block: 1, breach: 'b1', days: '90', value: '30', evil: 'x' })).toEqual({
    block: 1,
    breach: 'b1',
    days: 90,
    value: 30,
  })
  expect(readProjectSearch({ block: '1' })).toEqual({ block: 1 })
})

test('what is no period and no request is dropped', () => {
  expect(readProjectSearch({ days: 31, value: 7, block: 'yes', breach: 7 })).toEqual({})
})
