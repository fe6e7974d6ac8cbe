import { infiniteQueryOptions } from '@tanstack/react-query'
import type { Action } from '../../src/actions/api.ts'
import { api } from '../platform/api.ts'

export type ActionFilter = { teamId?: string; projectId?: string }
type ActionPage = { items: Action[]; nextCursor: string | null }

export const actionsQuery = (filter: ActionFilter, limit: number) =>
  infiniteQueryOptions({
    queryKey: ['actions', filter, limit],
    queryFn: ({ signal, pageParam }) =>
      api.get<ActionPage>('/api/actions', { ...filter, cursor: pageParam, limit }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
