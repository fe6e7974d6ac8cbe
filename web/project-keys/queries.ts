import { queryOptions, skipToken } from '@tanstack/react-query'
import type { CallView } from '../../src/calls/api.ts'
import type { Connection } from '../../src/gateway/api.ts'
import type { NewProjectKey, ProjectKey, ProjectOpenAiKeyView } from '../../src/teams/project-keys/api.ts'
import { api } from '../platform/api.ts'

export const projectKeysQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['project', projectId, 'keys'],
    queryFn: ({ signal }) => api.get<{ items: ProjectKey[] }>(`/api/projects/${projectId}/keys`, {}, signal),
  })

export const openAiKeyQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['project', projectId, 'openai-key'],
    queryFn: ({ signal }) => api.get<ProjectOpenAiKeyView>(`/api/projects/${projectId}/openai-key`, {}, signal),
  })

export const connectionQuery = queryOptions({
  queryKey: ['connection'],
  queryFn: ({ signal }) => api.get<Connection>('/api/connection', {}, signal),
})

export const newestCallQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['project', projectId, 'newest-call'],
    queryFn: async ({ signal }) => {
      const page = await api.get<{ items: CallView[] }>(`/api/projects/${projectId}/calls`, { limit: 1 }, signal)
      return page.items[0] ?? null
    },
  })

const HALF_AN_HOUR_MS = 1_800_000

/** The key that was just made, secret included: in this tab's memory only, for a while, and gone with the session. */
export const freshKeyQuery = (projectId: string) =>
  queryOptions<NewProjectKey>({
    queryKey: ['fresh-project-key', projectId],
    queryFn: skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: HALF_AN_HOUR_MS,
  })
