import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { heard, isAway, missed } from './connection.ts'
import { isProblem } from './problem.ts'

/** What a page shows may be half a minute old; a write asks for everything on the page again. */
export function createQueries({ onSignedOut }: { onSignedOut: () => void }): QueryClient {
  const watch = (error: unknown) => {
    if (isProblem(error, 401)) onSignedOut()
  }
  const client = new QueryClient({
    queryCache: new QueryCache({
      onSuccess: () => {
        // What was asked for in the meantime and has no clock of its own is read again as well.
        if (heard(Date.now())) void client.invalidateQueries()
      },
      onError: (error, query) => {
        if (query.state.data !== undefined && isAway(error)) missed()
        if (!query.meta?.public) watch(error)
      },
    }),
    mutationCache: new MutationCache({
      onError: (error, _input, _context, write) => write.meta?.public || watch(error),
    }),
    defaultOptions: {
      // The browser's word for "offline" knows nothing of a server on this machine or in this office: always ask.
      queries: {
        networkMode: 'always',
        staleTime: 30_000,
        retry: (count, error) => count < 2 && isAway(error),
      },
      mutations: { networkMode: 'always' },
    },
  })
  return client
}
