import { queryOptions } from '@tanstack/react-query'
import type { Collection } from '../../src/collection/api.ts'
import type { Polling } from '../../src/collection/polling/api.ts'
import { api } from '../platform/api.ts'

const POLL_MS = 2_000
const IDLE_MS = 30_000

type Items = { items: Collection[] }

/** Polled while something runs; otherwise looked at now and then, so that a scheduled run appears by itself. */
export const runningQuery = (teamId?: string) =>
  queryOptions({
    queryKey: ['collections', 'running', teamId ?? null],
    queryFn: ({ signal }) => api.get<Items>('/api/collections', { state: 'running', teamId }, signal),
    refetchInterval: (query) => ((query.state.data?.items.length ?? 0) > 0 ? POLL_MS : IDLE_MS),
    staleTime: 0,
  })

export const collectionsQuery = (teamId?: string) =>
  queryOptions({
    queryKey: ['collections', 'latest', teamId ?? null],
    queryFn: ({ signal }) => api.get<Items>('/api/collections', { teamId }, signal),
  })

export const pollingQuery = (teamId?: string) =>
  queryOptions({
    queryKey: ['polling', teamId ?? null],
    queryFn: ({ signal }) => api.get<{ items: Polling[] }>('/api/polling', { teamId }, signal),
    refetchInterval: IDLE_MS,
  })
