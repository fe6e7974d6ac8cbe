import { useSuspenseQuery } from '@tanstack/react-query'
import { meQuery } from '../platform/session.ts'
import { formatAgo, formatInstant } from '../words/format.ts'
import { words } from '../words/index.ts'

export function useTimeZone(): string {
  return useSuspenseQuery(meQuery).data.workspace.timeZone
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
  if (!at) return <span className="text-muted">{words.common.never}</span>
  return (
    <time dateTime={at} title={formatInstant(at, timeZone)} className="whitespace-nowrap">
      {formatAgo(at, Date.now())}
    </time>
  )
}
