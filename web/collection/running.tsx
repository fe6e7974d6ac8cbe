import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Collection } from '../../src/collection/api.ts'
import { amounts } from '../ui/amount.tsx'
import { useTimeZone } from '../ui/instant.tsx'
import { Progress } from '../ui/progress.tsx'
import { formatDuration, formatTime } from '../words/format.ts'
import { words } from '../words/index.ts'
import { runningQuery } from './queries.ts'

const say = words.collection

/** What is being collected now: days done, cost so far, time left. Empty while nothing runs. */
export function RunningCollections({ teamId }: { teamId?: string }) {
  const { data } = useQuery(runningQuery(teamId))
  const running = (data?.items ?? []).filter((one) => one.state === 'running')
  useRefreshAtEnd(running.length)
  if (running.length === 0) return null
  return (
    <div className="flex flex-col gap-3">
      {running.map((one) => (
        <Running key={one.id} collection={one} />
      ))}
    </div>
  )
}

function Running({ collection }: { collection: Collection }) {
  const timeZone = useTimeZone()
  const days = say.days(collection.daysDone, collection.daysTotal)
  const left = collection.waitingUntil
    ? say.waiting(formatTime(collection.waitingUntil, timeZone))
    : collection.secondsLeft === null
      ? say.leftUnknown
      : say.left(formatDuration(collection.secondsLeft))
  const title = collection.teamName ? say.title(collection.teamName) : say.titleWorkspace
  return (
    <section aria-label={title} className="flex flex-col gap-2 rounded-lg border border-line px-4 py-3">
      <div className="flex flex-wrap justify-between gap-x-6">
        <p dir="auto" className="min-w-0 font-medium">
          {title}
        </p>
        <p className="text-sm text-muted">{left}</p>
      </div>
      <Progress
        label={collection.teamName ? say.progressOf(collection.teamName) : title}
        done={collection.daysDone}
        total={collection.daysTotal}
        text={`${days}, ${left}`}
      />
      <p className="num text-sm whitespace-normal text-muted">
        {days}
        {collection.cost.length > 0 ? ` · ${say.cost(amounts(collection.cost))}` : ''}
        {collection.keyLast4 ? ` · ${say.key(collection.keyLast4)}` : ''}
      </p>
      {collection.backfill ? <p className="text-xs text-muted">{say.backfill}</p> : null}
    </section>
  )
}

/** When the last one has ended, the page's figures are asked for again. */
export function useRefreshAtEnd(count: number): void {
  const queryClient = useQueryClient()
  const before = useRef(count)
  useEffect(() => {
    if (before.current > 0 && count === 0) void queryClient.invalidateQueries()
    before.current = count
  }, [count, queryClient])
}
