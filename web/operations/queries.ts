import { queryOptions } from '@tanstack/react-query'
import type { Job } from '../../src/operations/api.ts'
import type { WorkspaceSettings } from '../../src/people/api.ts'
import { api } from '../platform/api.ts'

const POLL_MS = 1_000
const IDLE_MS = 5_000

/** A run that was asked for starts a moment later, and a scheduled one by itself: looked at now and then. */
export const jobsQuery = queryOptions({
  queryKey: ['jobs'],
  queryFn: ({ signal }) => api.get<{ items: Job[] }>('/api/jobs', {}, signal),
  refetchInterval: (query) => (query.state.data?.items.some((job) => job.running) ? POLL_MS : IDLE_MS),
})

export const workspaceQuery = queryOptions({
  queryKey: ['workspace'],
  queryFn: ({ signal }) => api.get<WorkspaceSettings>('/api/workspace', {}, signal),
})
