import { describe, expect, it } from 'vitest'
import { words } from '../words/index.ts'
import { changesOf } from './changes.ts'

const changes = (before: Record<string, unknown> | null, after: Record<string, unknown> | null) =>
  changesOf(before, after, words.actions)

describe('what an action changed', () => {
  it('names only the fields that differ, in words', () => {
    expect(changes({ name: 'a', teamName: 'x' }, { name: 'b', teamName: 'x' })).toEqual([
      { field: '이름', before: 'a', after: 'b' },
    ])
    expect(changes({ state: 'active' }, { state: 'inactive' })).toEqual([
      { field: '상태', before: '활성', after: '비활성' },
    ])
  })
  it('shows what was not there as absent', () => {
    expect(changes(null, { last4: 'abc1', teams: ['마케팅팀', '데이터팀'] })).toEqual([
      { field: '키 끝자리', before: '–', after: 'abc1' },
      { field: '팀', before: '–', after: '마케팅팀, 데이터팀' },
    ])
    expect(changes(null, null)).toEqual([])
  })
  it('leaves ids out but keeps a Project ID and fields it has no word for', () => {
    expect(changes(null, { teamId: 'x', externalId: 'proj_1', note: { a: 1 } })).toEqual([
      { field: 'Project ID', before: '–', after: 'proj_1' },
      { field: 'note', before: '–', after: '{"a":1}' },
    ])
  })
})
