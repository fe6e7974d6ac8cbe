import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Compare, ProjectValue } from '../../src/reports/value/api.ts'
import { api, withQuery } from '../platform/api.ts'
import type { CompareSearch } from './compare-search.ts'

/** A page that stays open follows the figures by itself, and rests while nobody looks at it. */
const FOLLOW = { refetchInterval: 20_000 } as const

export const valueQuery = (projectId: string, days: number) =>
  queryOptions({
    ...FOLLOW,
    queryKey: ['project', projectId, 'value', days],
    queryFn: ({ signal }): Promise<ProjectValue> => api.get(`/api/projects/${projectId}/value`, { days }, signal),
    // Another period of the same project keeps the old one in sight; another project starts empty.
    placeholderData: (previous) => (previous?.projectId === projectId ? previous : undefined),
  })

export const compareQuery = (search: CompareSearch) =>
  infiniteQueryOptions({
    ...FOLLOW,
    queryKey: ['compare', search],
    queryFn: ({ signal, pageParam }) => api.get<Compare>('/api/compare', { ...search, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })

export const compareFile = (search: CompareSearch) => withQuery('/api/export/compare', search)
