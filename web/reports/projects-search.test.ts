import { describe, expect, it } from 'vitest'
import { readProjectsSearch } from './projects-search.ts'

describe('filters in the address', () => {
  it('keep what is a filter and drop the rest', () => {
    expect(readProjectsSearch({ search: 'chat', teamId: 't', sort: 'name', archived: true, evil: '<script>' })).toEqual(
      {
        search: 'chat',
        teamId: 't',
        sort: 'name',
        archived: true,
      },
    )
  })
  it('write nothing for the defaults', () => {
    expect(readProjectsSearch({ search: '', sort: 'last7Days', archived: false })).toEqual({})
    expect(readProjectsSearch({ sort: 'nonsense', search: 7 })).toEqual({})
  })
  it('cut a search that no project name can match', () => {
    expect(readProjectsSearch({ search: 'x'.repeat(5_000) }).search).toHaveLength(100)
  })
})
