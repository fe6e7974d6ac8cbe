import { useSuspenseQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { meQuery } from '../platform/session.ts'
import { formatAgo, formatInstant } from '../words/format.ts'
import { words } from '../words/index.ts'

export function useTimeZone(): string {
  return useSuspenseQuery(meQuery).data.workspace.timeZone
}

const TICK_MS = 15_000

/** Now, to a quarter of a minute: an age on an open page grows by itself. */
export function useNow(): number {
  useSyncExternalStore(everyTick, () => Math.floor(Date.now() / TICK_MS))
  return Date.now()
}

function everyTick(changed: () => void): () => void {
  const timer = setInterval(changed, TICK_MS)
  return () => clearInterval(timer)
}

export function Instant({ at, className = '' }: { at: string | null; className?: string }) {
  const timeZone = useTimeZone()
  if (!at) return <span className="text-muted">{words.common.never}</span>
  return (
    <time dateTime={at} className={`num ${className}`}>
      {formatInstant(at, timeZone)}
    </time>
  )
}

export function Ago({ at }: { at: string | null }) {
  const timeZone = useTimeZone()
  const now = useNow()
  if (!at) return <span className="text-muted">{words.common.never}</span>
  return (
    <time dateTime={at} title={formatInstant(at, timeZone)} className="whitespace-nowrap">
      {formatAgo(at, now)}
    </time>
  )
}
