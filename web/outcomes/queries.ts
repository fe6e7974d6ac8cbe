import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { ChangesPage, DaysPage, SinglesPage } from '../../src/outcomes/api.ts'
import { api } from '../platform/api.ts'

export const outcomesPath = (projectId: string) => `/api/projects/${projectId}/outcomes`

/** A day and task of a project. */
export type OfDay = { projectId: string; day: string; task: string }

export const outcomeDaysQuery = (projectId: string) =>
  infiniteQueryOptions({
    queryKey: ['outcomes', projectId, 'days'],
    queryFn: ({ signal, pageParam }) => api.get<DaysPage>(outcomesPath(projectId), { cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })

const MOST_SHOWN = 200

/** A task may be empty, which is one to ask for as well. */
function pathOf({ projectId, day, task }: OfDay, what: string, rest: Record<string, string>): string {
  return `${outcomesPath(projectId)}/${what}?${new URLSearchParams({ day, task, ...rest })}`
}

export const outcomeChangesQuery = (of: OfDay) =>
  queryOptions({
    queryKey: ['outcomes', of.projectId, 'changes', of.day, of.task],
    queryFn: async ({ signal }) => {
      const path = pathOf(of, 'changes', { limit: String(MOST_SHOWN) })
      return (await api.get<z.infer<typeof ChangesPage>>(path, {}, signal)).items
    },
  })

export const singleOutcomesQuery = (of: OfDay) =>
  infiniteQueryOptions({
    queryKey: ['outcomes', of.projectId, 'singles', of.day, of.task],
    queryFn: ({ signal, pageParam }) => {
      const path = pathOf(of, 'singles', pageParam === '' ? {} : { cursor: pageParam })
      return api.get<z.infer<typeof SinglesPage>>(path, {}, signal)
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
