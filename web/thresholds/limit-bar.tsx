import type { Threshold } from '../../src/thresholds/api.ts'
import { formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'
import { shareOfLimit } from './phase.ts'

const say = words.thresholds

/** The limit stands where the bar would be full; beyond it the scale stretches, so that a mark stays where the limit is. */
export function LimitBar({ threshold }: { threshold: Threshold }) {
  const { phase, limitInForce, state, levels } = threshold
  const ratio = phase.ratio ?? (phase.spent && Number(phase.spent.amount) > 0 ? 1 : 0)
  const full = Math.max(1, ratio)
  const marks = levels.map(({ percent }) => percent / 100).filter((share) => share <= full && (share < 1 || full > 1))
  const limit = formatMoney(limitInForce)
  const text = phase.spent
    ? say.bar(formatMoney(phase.spent), limit, phase.ratio === null ? '–' : shareOfLimit(phase.ratio))
    : say.barUnknown(limit)
  return (
    <div role="img" aria-label={text} className="relative h-2.5 w-full overflow-hidden rounded-full bg-line">
      <div className={`h-full ${INK[state]}`} style={{ width: `${(ratio / full) * 100}%` }} />
      {marks.map((share) => (
        <span
          key={share}
          aria-hidden="true"
          className={`absolute inset-y-0 bg-ground ${share === 1 ? 'w-1' : 'w-0.5'}`}
          style={{ left: `calc(${(share / full) * 100}% - 1px)` }}
        />
      ))}
    </div>
  )
}

const INK: Record<Threshold['state'], string> = {
  unknown: 'bg-line-strong',
  normal: 'bg-accent',
  warning: 'bg-warn',
  exceeded: 'bg-danger',
  'no-data': 'bg-line-strong',
  paused: 'bg-line-strong',
}
