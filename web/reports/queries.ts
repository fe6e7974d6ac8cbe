import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Freshness, Home, ProjectRow, ProjectSpend, TeamSpend } from '../../src/reports/api.ts'
import type { Unattributed } from '../../src/reports/unattributed/api.ts'
import { api } from '../platform/api.ts'
import type { ProjectsSearch } from './projects-search.ts'

export type PageOf<Item> = { items: Item[]; nextCursor: string | null }

/** A page that stays open follows the spend by itself, and rests while nobody looks at it. */
const FOLLOW = { refetchInterval: 20_000 } as const

export const homeQuery = queryOptions({
  ...FOLLOW,
  queryKey: ['home'],
  queryFn: ({ signal }) => api.get<Home>('/api/home', {}, signal),
})

export const projectRowsQuery = (search: ProjectsSearch, limit = 50) =>
  infiniteQueryOptions({
    ...FOLLOW,
    queryKey: ['projects', search, limit],
    queryFn: ({ signal, pageParam }) =>
      api.get<PageOf<ProjectRow> & { freshness: Freshness }>(
        '/api/projects',
        { ...search, archived: search.archived ? 'true' : 'false', cursor: pageParam, limit },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })

export const projectSpendQuery = (id: string, days: number) =>
  queryOptions({
    ...FOLLOW,
    queryKey: ['project', id, 'spend', days],
    queryFn: ({ signal }): Promise<ProjectSpend> => api.get(`/api/projects/${id}/spend`, { days }, signal),
    // Another period of the same project keeps the old one in sight; another project starts empty.
    placeholderData: (previous) => (previous?.projectId === id ? previous : undefined),
  })

export const teamSpendQuery = (id: string, days: number) =>
  queryOptions({
    ...FOLLOW,
    queryKey: ['team', id, 'spend', days],
    queryFn: ({ signal }) => api.get<TeamSpend>(`/api/teams/${id}/spend`, { days }, signal),
  })

export const unattributedQuery = (days: number) =>
  queryOptions({
    queryKey: ['unattributed', days],
    queryFn: ({ signal }) => api.get<Unattributed>('/api/unattributed', { days }, signal),
    placeholderData: keepPreviousData,
  })
