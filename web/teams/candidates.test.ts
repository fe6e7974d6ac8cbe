import { describe, expect, it } from 'vitest'
import type { Candidate } from '../../src/teams/api.ts'
import { matching } from './candidates.ts'

const candidate = (externalId: string, name: string | null, more: Partial<Candidate> = {}): Candidate => ({
  externalId,
  name,
  archived: false,
  organizationId: 'o',
  boundTo: null,
  ...more,
})

describe('candidates', () => {
  const all = [
    candidate('proj_1', 'Chat bot', { boundTo: { projectId: null, projectName: null } }),
    candidate('proj_2', 'Chat search', { archived: true }),
    candidate('proj_3', null),
    candidate('proj_4', 'Chat summary'),
  ]
  it('are found by every word typed, in the name or the id', () => {
    expect(matching(all, 'CHAT s').map((one) => one.externalId)).toEqual(['proj_4', 'proj_2'])
    expect(matching(all, 'proj_3').map((one) => one.externalId)).toEqual(['proj_3'])
  })
  it('come with what can be picked first', () => {
    expect(matching(all, '').map((one) => one.externalId)).toEqual(['proj_3', 'proj_4', 'proj_2', 'proj_1'])
  })
})
