import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Alert, OpenAlerts, OpenedAlert } from '../../src/alerts/api.ts'
import { api } from '../platform/api.ts'
import type { AlertsSearch } from './alerts-search.ts'

/** An open case changes by itself: spend, messages, a block that takes hold. */
const OPEN_POLL_MS = 5_000
const COUNT_POLL_MS = 30_000

export const alertsQuery = (search: AlertsSearch) =>
  infiniteQueryOptions({
    queryKey: ['alerts', search],
    queryFn: ({ signal, pageParam }) =>
      api.get<{ items: Alert[]; nextCursor: string | null }>('/api/alerts', { ...search, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: OPEN_POLL_MS,
  })

export const projectAlertsQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['alerts', 'project', projectId],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: Alert[] }>('/api/alerts', { projectId, state: 'open', limit: 5 }, signal)).items,
    refetchInterval: OPEN_POLL_MS,
  })

export const alertQuery = (id: string) =>
  queryOptions({
    queryKey: ['alert', id],
    queryFn: ({ signal }) => api.get<OpenedAlert>(`/api/alerts/${id}`, {}, signal),
    refetchInterval: (query) => (query.state.data?.isOpen ? OPEN_POLL_MS : false),
  })

export const openAlertsQuery = queryOptions({
  queryKey: ['alerts', 'open'],
  queryFn: ({ signal }) => api.get<OpenAlerts>('/api/alerts/open', {}, signal),
  refetchInterval: COUNT_POLL_MS,
})
