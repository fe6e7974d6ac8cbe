import { queryOptions } from '@tanstack/react-query'
import type { ProjectCause } from '../../src/causes/api.ts'
import { api } from '../platform/api.ts'

export const causeQuery = (projectId: string, day?: string) =>
  queryOptions({
    queryKey: ['project', projectId, 'cause', day ?? 'today'],
    queryFn: ({ signal }) => api.get<ProjectCause>(`/api/projects/${projectId}/cause`, { day }, signal),
    refetchInterval: day ? false : 60_000,
  })
