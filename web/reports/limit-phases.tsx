import type { Money } from '../../src/platform/http/schemas.ts'
import type { LimitUse } from '../../src/reports/api.ts'
import { subtractDecimals } from '../charts/decimal.ts'
import { phaseSentence } from '../thresholds/phase.ts'
import { useNow } from '../ui/instant.tsx'
import { formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'
import { shareOf } from './limit-use.tsx'

const say = words.spend
const TONE = { exceeded: 'text-danger', warning: 'text-warn' } as const

/** What is left of each limit, and when it starts anew. */
export function LimitPhases({ limits }: { limits: readonly LimitUse[] }) {
  const now = useNow()
  if (limits.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-x-8 gap-y-1 text-sm text-muted">
      {limits.map((use) => (
        <li key={use.period}>
          {say.periodLimit[use.period](formatMoney(use.limit))}{' '}
          <span className={`num font-medium ${toneOf(use)}`}>{shareOf(use)}</span>
          {' · '}
          {phaseSentence({ left: leftOf(use), resetsAt: use.resetsAt }, now)}
        </li>
      ))}
    </ul>
  )
}

function toneOf({ state }: LimitUse): string {
  return state === 'exceeded' || state === 'warning' ? TONE[state] : 'text-ink'
}

function leftOf({ limit, spend }: LimitUse): Money {
  return { ...limit, amount: subtractDecimals(limit.amount, spend.amount) }
}
