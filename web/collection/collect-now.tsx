import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/notice.tsx'
import { words } from '../words/index.ts'

export function CollectNowButton({ teamId, tone = 'plain' }: { teamId?: string; tone?: 'primary' | 'plain' }) {
  const collect = useWrite({
    act: () => api.post('/api/collections', teamId ? { teamId } : {}),
    say: () => words.collection.requested,
  })
  return (
    <div className="flex flex-col gap-2">
      <Button tone={tone} pending={collect.isPending} onClick={() => collect.mutate()} className="self-start">
        {words.collection.collectNow}
      </Button>
      {collect.error ? <ProblemNote error={collect.error} /> : null}
    </div>
  )
}
