import type { Today } from '../../src/reports/api.ts'
import { BasisMark } from '../charts/legend.tsx'
import { Ago } from '../ui/instant.tsx'
import { formatChange, formatDay, formatMoney, formatShare } from '../words/format.ts'
import { words } from '../words/index.ts'
import { Figure } from './period-figure.tsx'

const say = words.spend

/** The one number of a page: what the running day has cost so far, how sure and how old that is, and against what. */
export function TodayFigure({ today }: { today: Today }) {
  return (
    <Figure label={say.today} days={formatDay(today.day)} amount={today.amount} lead>
      {today.amount ? (
        <>
          <span className="inline-flex items-center gap-1 align-bottom">
            <BasisMark basis={today.basis} />
            {say.basis[today.basis]}
          </span>
          {today.readAt ? (
            <>
              {' · '}
              <Ago at={today.readAt} />
            </>
          ) : null}
          {today.isPartial ? ` · ${say.partial}` : ''}
          <AgainstUsual today={today} />
        </>
      ) : (
        say.todayUnknown
      )}
    </Figure>
  )
}

/** A running day may be compared upwards only: below the usual day it is merely not over yet. */
function AgainstUsual({ today: { usualDay, change } }: { today: Today }) {
  if (!usualDay || change === null) return null
  const usual = formatMoney(usualDay)
  return (
    <span className={`block ${change >= 1 ? 'font-medium text-danger' : ''}`}>
      {change > 0 ? say.againstUsual(usual, formatChange(change)) : say.ofUsual(usual, formatShare(1 + change))}
    </span>
  )
}
