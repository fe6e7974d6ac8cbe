import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Channel, Delivery, MailServer, OpenedDelivery, WebhookHost } from '../../src/channels/api.ts'
import { api } from '../platform/api.ts'
import type { OutboxSearch } from './outbox-search.ts'

/** What is on its way arrives by itself, so it is looked at now and then. */
const POLL_MS = 3_000

export const deliveriesQuery = (search: OutboxSearch) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', search],
    queryFn: ({ signal, pageParam }) =>
      api.get<{ items: Delivery[]; nextCursor: string | null }>(
        '/api/deliveries',
        { ...search, cursor: pageParam },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: (query) =>
      query.state.data?.pages.some(({ items }) => items.some(({ state }) => state === 'waiting')) ? POLL_MS : false,
  })

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['delivery', id],
    queryFn: ({ signal }) => api.get<OpenedDelivery>(`/api/deliveries/${id}`, {}, signal),
  })

export const channelsQuery = (teamId: string | null) =>
  queryOptions({
    queryKey: ['channels', teamId],
    queryFn: ({ signal }) =>
      api.get<{ items: Channel[]; mail: MailServer }>('/api/channels', teamId === null ? {} : { teamId }, signal),
  })

export const webhookHostsQuery = queryOptions({
  queryKey: ['webhook-hosts'],
  queryFn: ({ signal }) => api.get<{ items: WebhookHost[] }>('/api/webhook-hosts', {}, signal),
})
