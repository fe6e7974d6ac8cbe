import { queryOptions } from '@tanstack/react-query'
import type { Binding, Candidate, Project, Team, TeamMember } from '../../src/teams/api.ts'
import { api } from '../platform/api.ts'

export type Candidates = { items: Candidate[]; problems: { keyLast4: string; code: string; detail: string }[] }
type Items<Item> = { items: Item[] }

export const teamsQuery = (archived = false) =>
  queryOptions({
    queryKey: ['teams', archived],
    queryFn: ({ signal }) => api.get<Items<Team>>('/api/teams', { archived: archived ? 'true' : 'false' }, signal),
  })

export const teamQuery = (id: string) =>
  queryOptions({
    queryKey: ['team', id],
    queryFn: ({ signal }) => api.get<Team>(`/api/teams/${id}`, {}, signal),
  })

export const membersQuery = (id: string) =>
  queryOptions({
    queryKey: ['team', id, 'members'],
    queryFn: ({ signal }) => api.get<Items<TeamMember>>(`/api/teams/${id}/members`, {}, signal),
  })

export const projectQuery = (id: string) =>
  queryOptions({
    queryKey: ['project', id],
    queryFn: ({ signal }) => api.get<Project>(`/api/projects/${id}`, {}, signal),
  })

export const bindingsQuery = (id: string) =>
  queryOptions({
    queryKey: ['project', id, 'bindings'],
    queryFn: ({ signal }) => api.get<Items<Binding>>(`/api/projects/${id}/bindings`, {}, signal),
  })

/** Asked of the provider each time, so neither repeated by itself nor refreshed behind the reader's back. */
export const candidatesQuery = (owner: 'teams' | 'projects', id: string) =>
  queryOptions({
    queryKey: ['candidates', owner, id],
    queryFn: ({ signal }) => api.get<Candidates>(`/api/${owner}/${id}/candidates`, {}, signal),
    retry: false,
    refetchOnWindowFocus: false,
  })
