import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { CallChoices, CallDetail, CallView } from '../../src/calls/api.ts'
import { api } from '../platform/api.ts'
import { type CallsSearch, type Span, spanOf, TEXTS } from './calls-search.ts'

type Page = { items: CallView[]; nextCursor: string | null }

export const callsQuery = (projectId: string, search: CallsSearch) =>
  infiniteQueryOptions({
    queryKey: ['project', projectId, 'calls', search],
    queryFn: ({ signal, pageParam }) =>
      api.get<Page>(`/api/projects/${projectId}/calls?${parametersOf(search, pageParam)}`, {}, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })

export const callQuery = (projectId: string, callId: string) =>
  queryOptions({
    queryKey: ['project', projectId, 'call', callId],
    queryFn: ({ signal }) => api.get<CallDetail>(`/api/projects/${projectId}/calls/${callId}`, {}, signal),
  })

export const callChoicesQuery = (projectId: string, span: Span) =>
  queryOptions({
    queryKey: ['project', projectId, 'call-choices', span],
    queryFn: ({ signal }) => api.get<CallChoices>(`/api/projects/${projectId}/call-choices`, span, signal),
    placeholderData: keepPreviousData,
  })

/** Written here, since an empty text asks for calls that do not say. */
function parametersOf(search: CallsSearch, cursor: string): string {
  const { result, source, key, priced } = search
  const parameters = new URLSearchParams(spanOf(search))
  for (const name of TEXTS) {
    const text = search[name]
    if (text !== undefined) parameters.set(name, text)
  }
  if (result) parameters.set('result', result)
  if (source) parameters.set('source', source)
  if (key) parameters.set('keyId', key)
  if (priced) parameters.set('unpriced', priced === 'no' ? 'true' : 'false')
  if (cursor !== '') parameters.set('cursor', cursor)
  return parameters.toString()
}
