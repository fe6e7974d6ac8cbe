import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Job, Mail } from '../../src/operations/api.ts'
import type { WorkspaceSettings } from '../../src/people/api.ts'
import { api } from '../platform/api.ts'

const POLL_MS = 2_000

export const jobsQuery = queryOptions({
  queryKey: ['jobs'],
  queryFn: ({ signal }) => api.get<{ items: Job[] }>('/api/jobs', {}, signal),
  refetchInterval: (query) => (query.state.data?.items.some((job) => job.running) ? POLL_MS : false),
})

export const mailsQuery = infiniteQueryOptions({
  queryKey: ['mails'],
  queryFn: ({ signal, pageParam }) =>
    api.get<{ items: Mail[]; nextCursor: string | null }>('/api/mails', { cursor: pageParam }, signal),
  initialPageParam: '',
  getNextPageParam: (page) => page.nextCursor ?? undefined,
})

export const workspaceQuery = queryOptions({
  queryKey: ['workspace'],
  queryFn: ({ signal }) => api.get<WorkspaceSettings>('/api/workspace', {}, signal),
})
