import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import type { Me } from '../../src/people/api.ts'
import { api } from './api.ts'

/** `public`: a 401 here is the answer "nobody is signed in", which the gate acts on. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.get<Me>('/api/me', {}, signal),
  staleTime: 300_000,
  meta: { public: true },
})

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => api.get<{ needed: boolean }>('/api/setup', {}, signal),
  staleTime: 60_000,
  meta: { public: true },
})

export function useMe(): Me {
  return useSuspenseQuery(meQuery).data
}

type Role = 'admin' | 'lead' | 'member'

export function canManage({ myRole }: { myRole: Role }): boolean {
  return myRole !== 'member'
}

/** May change the settings of this team; of the workspace itself where there is no team. */
export function leads(me: Me, teamId: string | null): boolean {
  return isAdmin(me) || me.teams.some((team) => team.teamId === teamId && team.role === 'lead')
}

export function isAdmin(me: Me): boolean {
  return me.role === 'admin'
}

export function leadsAnyTeam(me: Me): boolean {
  return me.role === 'admin' || me.teams.some((team) => team.role === 'lead')
}

/** Where to go after signing in: a path of ours, never another site. Browsers drop a tab inside of an address: `/\t/evil`. */
export function safeNext(next: string | undefined): string {
  return next && /^\/(?![/\\])\P{Cc}*$/u.test(next) ? next : '/'
}
