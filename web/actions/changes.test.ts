import { describe, expect, it } from 'vitest'
import { changesOf } from './changes.ts'

describe('what an action changed', () => {
  it('names only the fields that differ', () => {
    expect(changesOf({ name: 'a', team: 'x' }, { name: 'b', team: 'x' })).toEqual([
      { field: 'name', before: 'a', after: 'b' },
    ])
  })
  it('shows what was not there as absent', () => {
    expect(changesOf(null, { last4: 'abc1', list: [1] })).toEqual([
      { field: 'last4', before: '–', after: 'abc1' },
      { field: 'list', before: '–', after: '[1]' },
    ])
    expect(changesOf(null, null)).toEqual([])
  })
})
