import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isProblem } from './problem.ts'

/** What a page shows may be half a minute old; a write asks for everything on the page again. */
export function createQueries({ onSignedOut }: { onSignedOut: () => void }): QueryClient {
  const watch = (error: unknown) => {
    if (isProblem(error, 401)) onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError: (error, query) => query.meta?.public || watch(error) }),
    mutationCache: new MutationCache({
      onError: (error, _input, _context, write) => write.meta?.public || watch(error),
    }),
    defaultOptions: {
      // The browser's word for "offline" knows nothing of a server on this machine or in this office: always ask.
      queries: {
        networkMode: 'always',
        staleTime: 30_000,
        retry: (count, error) => count < 2 && isProblem(error) && (error.status === 0 || error.status >= 502),
      },
      mutations: { networkMode: 'always' },
    },
  })
}
