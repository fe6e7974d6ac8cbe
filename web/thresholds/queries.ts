import { queryOptions } from '@tanstack/react-query'
import type { ProjectThresholds, ThresholdTable } from '../../src/thresholds/api.ts'
import { api } from '../platform/api.ts'

/** Spend moves while somebody looks at it. */
const AGAIN_MS = 30_000

export const projectThresholdsQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['project', projectId, 'thresholds'],
    queryFn: ({ signal }) => api.get<ProjectThresholds>(`/api/projects/${projectId}/thresholds`, {}, signal),
    refetchInterval: AGAIN_MS,
  })

export const teamThresholdsQuery = (teamId: string) =>
  queryOptions({
    queryKey: ['team', teamId, 'thresholds'],
    queryFn: ({ signal }) => api.get<ThresholdTable>(`/api/teams/${teamId}/thresholds`, {}, signal),
  })
