import type { Money } from '../../src/platform/http/schemas.ts'
import { formatCount, formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'

const say = words.value

/** What calls cost; those whose cost nobody knows are named beside it and never counted as free. */
export function CostOfCalls({ row }: { row: { cost: Money | null; calls: number; unpricedCalls: number } }) {
  const { cost, calls, unpricedCalls } = row
  if (calls === 0) return <span className="text-sm text-muted">{say.noCalls}</span>
  return (
    <span title={cost ? `${cost.amount} ${cost.currency}` : undefined}>
      {cost ? formatMoney(cost) : <span className="text-sm text-muted">{words.calls.costUnknown}</span>}
      {cost && unpricedCalls > 0 ? (
        <span className="block text-xs font-normal text-warn">{say.plusUnpriced(formatCount(unpricedCalls))}</span>
      ) : null}
    </span>
  )
}
