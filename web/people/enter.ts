import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { Me } from '../../src/people/api.ts'
import { meQuery, safeNext, setupQuery } from '../platform/session.ts'

/** A session has begun: go where the person was going. */
export function useEnter(): (me: Me, next?: string) => void {
  const queryClient = useQueryClient()
  const router = useRouter()
  return (me, next) => {
    queryClient.clear()
    queryClient.setQueryData(setupQuery.queryKey, { needed: false })
    queryClient.setQueryData(meQuery.queryKey, me)
    router.history.push(safeNext(next))
  }
}
