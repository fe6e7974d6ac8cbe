import type { CallView } from '../../src/calls/api.ts'
import { formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'

const say = words.calls

/** Unknown is a word, never a zero; an amount that leaves something out says so. */
export function CallCost({ call }: { call: Pick<CallView, 'cost' | 'unpriced' | 'estimated'> }) {
  const { cost, unpriced, estimated } = call
  if (cost === null) {
    return (
      <span className="text-sm whitespace-nowrap text-muted" title={unpriced ? say.costUnknownHint : say.costNoneHint}>
        {unpriced ? say.costUnknown : say.costNone}
      </span>
    )
  }
  return (
    <span className="num whitespace-nowrap" title={`${cost.amount} ${cost.currency}`}>
      {formatMoney(cost)}
      {estimated ? (
        <span className="block text-xs text-muted" title={say.estimatedHint}>
          {say.estimated}
        </span>
      ) : null}
      {unpriced ? <span className="block text-xs text-warn">{words.spend.unpriced}</span> : null}
    </span>
  )
}
