import type { QueryClient } from '@tanstack/react-query'
import { homeQuery } from '../reports/queries.ts'
import { meQuery } from './session.ts'

/** Asks for what the first page shows while the code that draws it still loads. */
export function prefetchFirstPage(queryClient: QueryClient, path: string): void {
  if (/^\/(sign-in|setup|invitations|password-reset)/.test(path)) return
  void queryClient.prefetchQuery({ ...meQuery, retry: false })
  if (path === '/') void queryClient.prefetchQuery({ ...homeQuery, retry: false, meta: { public: true } })
}
