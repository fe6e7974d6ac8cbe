import { queryOptions } from '@tanstack/react-query'
import type { Invitation, Person, Session, Token } from '../../src/people/api.ts'
import { api } from '../platform/api.ts'

type Items<Item> = { items: Item[] }

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => api.get<Items<Person>>('/api/people', {}, signal),
})

export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: ({ signal }) => api.get<Items<Invitation>>('/api/invitations', {}, signal),
})

export const sessionsQuery = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: ({ signal }) => api.get<Items<Session>>('/api/me/sessions', {}, signal),
})

export const tokensQuery = queryOptions({
  queryKey: ['me', 'tokens'],
  queryFn: ({ signal }) => api.get<Items<Token>>('/api/me/tokens', {}, signal),
})
