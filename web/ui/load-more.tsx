import { words } from '../words/index.ts'
import { Button } from './button.tsx'

type Pages = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }

export function LoadMore({ pages }: { pages: Pages }) {
  if (!pages.hasNextPage) return null
  return (
    <Button
      pending={pages.isFetchingNextPage}
      pendingText={words.common.loading}
      onClick={() => void pages.fetchNextPage()}
      className="self-center"
    >
      {words.common.more}
    </Button>
  )
}
