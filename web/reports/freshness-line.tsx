import type { ReactNode } from 'react'
import type { Freshness } from '../../src/reports/api.ts'
import { useNow } from '../ui/instant.tsx'
import { formatAgo } from '../words/format.ts'
import { words } from '../words/index.ts'

const say = words.spend.freshness

/** How old the figures are, in one line: 확정 ~11/21 · 잠정 11/22 · 추정 3분 전. */
export function FreshnessLine({ freshness, children }: { freshness: Freshness; children?: ReactNode }) {
  const now = useNow()
  const { estimatedAt, lastCollectedAt } = freshness
  const parts = [
    freshness.settledUntil ? say.settled(freshness.settledUntil) : null,
    freshness.provisionalFrom && freshness.provisionalUntil
      ? say.provisional(freshness.provisionalFrom, freshness.provisionalUntil)
      : null,
    estimatedAt ? say.estimated(formatAgo(estimatedAt, now)) : null,
    estimatedAt ? null : lastCollectedAt ? say.collected(formatAgo(lastCollectedAt, now)) : say.never,
  ].filter((part) => part !== null)
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 text-sm text-muted">
      <p className="num whitespace-normal">
        <span className="sr-only">{say.label} </span>
        {parts.join(' · ')}. <span className="text-xs">{say.boundary}</span>
      </p>
      {children}
    </div>
  )
}
