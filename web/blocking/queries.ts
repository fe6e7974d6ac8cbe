import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Block, BlockState, LimitChange, ProjectApiKey } from '../../src/blocking/api.ts'
import { api } from '../platform/api.ts'
import { isMoving } from './progress.ts'

export type Subject = { kind: 'projects' | 'teams'; id: string }

const MOVING_MS = 1_000
const WATCHED_MS = 10_000
const CALM_MS = 60_000

/** Each second while something is on its way, now and then while it waits for its proof. */
export const blockStateQuery = ({ kind, id }: Subject) =>
  queryOptions({
    queryKey: ['block', kind, id],
    queryFn: ({ signal }) => api.get<BlockState>(`/api/${kind}/${id}/block`, {}, signal),
    refetchInterval: ({ state }) => {
      const blocks = state.data?.blocks ?? []
      if (blocks.some(isMoving)) return MOVING_MS
      return blocks.some((block) => block.proof !== 'confirmed') ? WATCHED_MS : CALM_MS
    },
  })

type PageOf<Item> = { items: Item[]; nextCursor: string | null }

export const blocksQuery = (filter: { state?: 'unfinished' | 'released'; teamId?: string }) =>
  infiniteQueryOptions({
    queryKey: ['blocks', filter],
    queryFn: ({ signal, pageParam }) =>
      api.get<PageOf<Block>>('/api/blocks', { ...filter, cursor: pageParam, limit: 20 }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: WATCHED_MS,
  })

/** Asked of OpenAI each time, so neither repeated by itself nor refreshed behind the reader's back. */
export const apiKeysQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['project', projectId, 'api-keys'],
    queryFn: ({ signal }) => api.get<{ items: ProjectApiKey[] }>(`/api/projects/${projectId}/api-keys`, {}, signal),
    retry: false,
    refetchOnWindowFocus: false,
  })

export const driftQuery = (projectId: string | undefined) =>
  queryOptions({
    queryKey: ['drift', projectId ?? null],
    queryFn: ({ signal }) => api.get<{ items: LimitChange[] }>('/api/limits/drift', { projectId }, signal),
  })
